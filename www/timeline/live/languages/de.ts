import type { StreamWords } from './en.ts';

/** Every word of the live timeline, in German. */
export const de: StreamWords = {
  title: 'Live-Zeitachse',
  close: 'Zurück zu Aufzeichnungen',
  source: 'Woher es kommt',
  sources: {
    motion: 'Bewegungssensoren',
    microphone: 'Mikrofon',
    socket: 'WebSocket',
    serial: 'Serielle Schnittstelle',
  },
  sourceText: {
    motion:
      'Die Bewegungssensoren dieses Telefons oder Tablets. Manche Browser fragen vorher. Was sie messen, bleibt auf diesem Gerät.',
    microphone: 'Der Browser fragt nach dem Mikrofon, wenn du auf Start drückst. Was es hört, bleibt auf diesem Gerät.',
    socket:
      'Ein Server, der ein Sample je Zeile schickt: Zahlen mit Kommas dazwischen oder ein JSON-Array, mit der Zeit davor, wenn es eine gibt. ' +
      'Die Seite verbindet sich mit der Adresse, die du eingibst, wenn du auf Start drückst, und mit keiner anderen; sie schickt nichts.',
    serial:
      'Ein Board an einem USB- oder seriellen Anschluss, das ein Sample je Zeile schickt: Zahlen mit Kommas dazwischen oder ein JSON-Array, ' +
      'mit der Zeit davor, wenn es eine gibt. Der Browser fragt, welcher Anschluss es ist, wenn du auf Start drückst.',
  },
  settings: 'Wie es gelesen wird',
  sensor: 'Sensor',
  sensors: {
    gravity: 'Beschleunigung mit Schwerkraft',
    acceleration: 'Beschleunigung ohne Schwerkraft',
    rotation: 'Drehung (°/s)',
    both: 'Beschleunigung mit Schwerkraft, und Drehung',
  },
  unit: 'Einheit',
  address: 'Adresse',
  baudRate: 'Bits je Sekunde',
  lineRate: 'Samples je Sekunde, wo Zeilen keine Zeit haben',
  hop: 'Ein Fenster alle',
  hopOf: (seconds) => (seconds === null ? 'Teile eines Fensters' : `${decimal(Number(seconds.toPrecision(3)))} s`),
  keep: 'Als Sitzung aufzeichnen',
  room: (time) => `Platz für ${time}`,
  method: 'Verfahren',
  usual: (method) => `Automatisch (${method})`,
  usualUnknown: 'Automatisch',
  target: 'Erklären',
  top: 'die beste Antwort',
  start: 'Start',
  startAgain: 'Neu starten',
  stop: 'Anhalten',
  stopAndOpen: 'Anhalten und die Aufzeichnung öffnen',
  cancel: 'Abbrechen',
  keys: 'Escape hält an.',
  microphoneNumber: (number) => `Mikrofon ${number}`,

  needs: (model, channels, rate, seconds) => `${model} nimmt ${channels}${rate}${seconds}.`,
  anyChannels: 'beliebig viele Kanäle',
  channels: (count, names) => `${count === 1 ? '1 Kanal' : `${count} Kanäle`}${names ? ` (${names})` : ''}`,
  atRate: (rate) => ` bei ${rate} Hz`,
  windowOf: (seconds) => `, ${String(seconds).replace('.', ',')} s auf einmal`,

  loading: (model) => `${model} wird geöffnet…`,
  asking: {
    motion: 'Warte auf die Sensoren…',
    microphone: 'Der Browser fragt, ob diese Seite das Mikrofon benutzen darf.',
    socket: 'Verbindung wird aufgebaut…',
    serial: 'Der Browser fragt, welcher Anschluss es ist.',
  },
  waiting: (source) => `${source} ist an. Warte auf die ersten Samples…`,
  choosing: 'Sage unten, welche Spalte was ist.',
  filling: (seconds, needed) => `Das erste Fenster: ${seconds} von ${String(needed).replace('.', ',')} s.`,
  opening: 'Das erste Fenster ist da; warte auf seine Antwort…',
  stopped: {
    person: 'Angehalten. Die Quelle ist aus.',
    hidden: 'Die Seite war verdeckt, darum wurde die Quelle ausgeschaltet.',
    left: 'Du bist anderswohin gegangen, darum wurde die Quelle ausgeschaltet.',
  },
  recorded: (time, why) =>
    `${why} Was hereinkam, steht unten, ${time} lang, wie jede andere Aufzeichnung: erkläre es, geh es durch, speichere es.`,
  recordingName: 'live',
  ready: 'Noch ist nichts an.',

  recording: 'Was hereinkommt',
  fed: 'Was das Modell bekommt',
  predictions: 'Antworten',
  frames: 'Werte',
  map: 'Warum',
  sight: (answer) => `Antworten der letzten Sekunden; die neueste: ${answer}.`,
  mapSight: (label, method) => `Was aus den letzten Sekunden für „${label}“ spricht, nach ${method}.`,
  nothing: 'noch keine Antwort',
  scale: (label) => `Was für „${label}“ spricht, im Maßstab dessen, was zu sehen ist.`,
  scaleOwn: 'Was für die Antwort jedes Fensters spricht, im Maßstab dessen, was zu sehen ist.',
  scaleAgnostic: 'Was die Schicht enthält, gleich welche Antwort, im Maßstab dessen, was zu sehen ist.',
  ownAnswer: 'die Antwort jedes Fensters',
  newest: 'Die neueste Antwort',

  windowsPerSecond: 'Fenster je Sekunde',
  latency: 'vom Sample zur Karte',
  samplesPerSecond: 'Samples je Sekunde',
  lost: 'Samples verloren',
  kept: 'aufgezeichnet',

  silent: (seconds) => `Seit ${seconds} s ist nichts gekommen.`,
  losses: ({ broken, missing, late, jumps }) =>
    [
      broken > 0 ? (broken === 1 ? '1 Zeile, die kein Sample ist' : `${broken} Zeilen, die keine Samples sind`) : '',
      missing > 0
        ? missing === 1
          ? '1 Sample, das nach den Zeiten fehlt'
          : `${missing} Samples, die nach ihren Zeiten fehlen`
        : '',
      late > 0
        ? late === 1
          ? '1 Sample, das zu spät oder doppelt kam'
          : `${late} Samples, die zu spät oder doppelt kamen`
        : '',
      jumps > 0 ? `die Uhr der Quelle wurde ${jumps === 1 ? 'einmal' : `${jumps} Mal`} gestellt` : '',
    ]
      .filter(Boolean)
      .join(', ')
      .replace(/^(.*)$/, 'Ausgelassen: $1.'),
  skipped: (windows) =>
    `${windows === 1 ? '1 Fenster wurde' : `${windows} Fenster wurden`} übergangen, weil die Antwort davor noch nicht da war.`,
  otherRate: (measured, stated) =>
    `Es kommen ${measured} Zeilen je Sekunde, nicht ${stated}: berichtige die Zahl, oder schicke die Zeit mit jeder Zeile.`,
  noMap: (why) => `Antworten ohne Karte: kein Verfahren mit einem Durchlauf passt zu diesem Modell. ${why}`,
  full: (time) => `Die Aufzeichnung ist nach ${time} voll; was jetzt kommt, wird erklärt und nicht aufgezeichnet.`,

  columnsTitle: 'Welche Spalte was ist',
  columnsText: (wanted, got) =>
    wanted === null
      ? `Eine Zeile hat ${got === 1 ? '1 Zahl' : `${got} Zahlen`}. Sage, welche das Modell bekommt.`
      : `Das Modell nimmt ${wanted === 1 ? '1 Kanal' : `${wanted} Kanäle`}, und eine Zeile hat ${got === 1 ? '1 Zahl' : `${got} Zahlen`}. Sage, welche was ist.`,
  timeColumn: 'Zeit',
  noTime: 'keine',
  timeUnit: 'Einheit der Zeit',
  channel: (number) => `Kanal ${number}`,
  column: (number) => `Spalte ${number}`,
  columnNow: (name, value) => `${name} (jetzt ${decimal(Number(value.toPrecision(4)))})`,
  useColumns: 'Diese nehmen',

  faults: {
    noMotion:
      'Dieses Gerät hat keinen solchen Bewegungssensor, oder der Browser gibt ihn Seiten nicht. Öffne diese Seite auf einem Telefon, über https.',
    motionForbidden:
      'Der Browser lässt diese Seite die Bewegungssensoren nicht benutzen. Erlaube sie in seinen Einstellungen und starte neu.',
    noMicrophone: 'Hier ist kein Mikrofon. Schließe eines an, oder wähle eine andere Quelle.',
    microphoneForbidden:
      'Der Browser lässt diese Seite das Mikrofon nicht benutzen. Erlaube es in der Adressleiste und starte neu.',
    microphoneBusy:
      'Das Mikrofon ließ sich nicht einschalten; vielleicht benutzt es ein anderes Programm. Schließe jenes und starte neu.',
    microphoneEnded: 'Das Mikrofon endete: es wurde abgezogen, oder der Browser nahm es weg.',
    noAddress:
      'Das ist keine Adresse eines WebSockets. Schreibe eine wie wss://example.org/stream oder localhost:8765.',
    unencrypted:
      'Browser verbinden Seiten mit anderen Rechnern nur über wss://. Nimm wss://, oder lass den Server auf diesem Rechner laufen (localhost).',
    socketRefused: (address) =>
      `${address} war nicht zu erreichen. Prüfe die Adresse, und ob der Server läuft und Seiten dieser Herkunft zulässt.`,
    socketEnded: (address) => `${address} hat die Verbindung geschlossen.`,
    socketBroken: (address, code, reason) =>
      `Die Verbindung zu ${address} brach ab (Code ${code}${reason ? `: ${reason}` : ''}). Starte neu.`,
    noSerial:
      'Dieser Browser gibt Seiten keine seriellen Schnittstellen. Chrome, Edge und Opera auf einem Rechner tun es.',
    serialForbidden: 'Der Browser lässt diese Seite keine seriellen Schnittstellen benutzen.',
    noPort: 'Es wurde kein Anschluss gewählt. Stecke das Board an, starte neu und wähle ihn.',
    portBusy:
      'Der Anschluss ließ sich nicht öffnen; vielleicht benutzt ihn ein anderes Programm, etwa ein serieller Monitor. Schließe jenes und starte neu.',
    serialGone: 'Das Board ist weg: es wurde abgezogen oder ausgeschaltet.',
    noNumbers: (line) =>
      `Was kommt, sind keine Samples: „${line}“. Erwartet wird ein Sample je Zeile: 0.1,-0.2,9.8 oder [0.1, -0.2, 9.8], mit der Zeit davor, wenn es eine gibt. Über eine serielle Schnittstelle können die Bits je Sekunde falsch sein.`,
    timesStuck: 'Die Spalte der Zeiten steigt nicht von Zeile zu Zeile. Starte neu und wähle eine andere, oder keine.',
    channels: (wanted, got) =>
      `Das Modell nimmt ${wanted} Kanäle, und diese Quelle hat ${got}. Wähle eine andere Quelle, oder ein Modell, das ${got} nimmt.`,
    noSeries: (name) => `${name} ist kein Modell für Aufzeichnungen. Öffne eines, das Sensoren oder Ton nimmt.`,
  },
};

function decimal(value: number): string {
  return String(value).replace('.', ',');
}
