import type { Words } from './en.ts';

/** The app in German. */
export const de: Words = {
  title: 'xai-viewer',
  tagline: 'Sieh, warum dein Modell das sagt',
  promise: 'Deine Modelle und Bilder bleiben auf diesem Rechner. Nichts wird je hochgeladen.',
  nav: 'Orte dieser Seite',
  notices: 'Meldungen',
  routes: { explain: 'Erklären', timeline: 'Zeitachse', audit: 'Prüfen', library: 'Modelle', help: 'Hilfe' },
  close: 'Schließen',
  stop: 'Anhalten',
  open: 'Öffnen',
  remove: 'Entfernen',
  removeForGood: 'Wirklich entfernen?',
  fetch: 'Holen',
  language: 'Sprache',
  offlineReady: 'Bereit ohne Netz: diese Seite und ihre Modelle liegen nun auf diesem Rechner.',
  updateHere: 'Eine neue Fassung dieser Seite ist da.',
  takeUpdate: 'Jetzt benutzen',
  appLost:
    'Der Browser hatte Teile dieser Seite gelöscht. Sie ließen sich nicht wieder holen; gehe einmal kurz ans Netz.',
  appRestored: 'Der Browser hatte Teile dieser Seite gelöscht. Sie liegen wieder hier, und sie läuft ohne Netz.',
  modelsLost: (names) =>
    `Der Browser hat Modelle gelöscht, die hier lagen: ${names}. Das tut er, wenn der Platz knapp wird oder wenn du ` +
    'seine Daten löschst. Gib sie noch einmal; wer diese Seite installiert, verliert sie seltener.',
  noRoom: (name) =>
    `Es ist kein Platz, um ${name} bis zum nächsten Besuch aufzuheben. Jetzt geht es; entferne Modelle, die du nicht brauchst.`,

  explainTitle: 'Ein Bild erklären',
  startTitle: 'Welcher Teil des Bildes brachte das Modell darauf?',
  startText:
    'Gib einen Detektor oder einen Klassifikator im Format ONNX und ein Bild. Das Modell läuft hier, in deinem Browser, ' +
    'auf Hunderten Abzügen des Bildes, in denen zufällige Teile verdeckt sind. Wo das Verdecken die Antwort schwächt, dort hat es hingesehen.',
  startPictureAlt:
    'Eine Zeichnung eines Segelboots. Ein Rahmen darum trägt „boat 97 %“, und ein Leuchten auf dem Segel zeigt, wohin das Modell sah.',
  modelStep: 'Dein Modell',
  modelHint: 'Eine Datei .onnx. Hast du ein Rezept (.json) oder eine Liste der Klassen (.txt), dann lege sie dazu.',
  modelButton: 'Modell wählen',
  pictureStep: 'Deine Bilder',
  pictureHint: 'PNG, JPEG oder WebP, so viele du willst. Du kannst auch eines einfügen.',
  pictureButton: 'Bilder wählen',
  dropAnywhere: 'Irgendwo auf der Seite loslassen',
  usedBefore: 'Schon benutzt',
  modelReady: (name) => `${name} ist bereit. Gib ihm nun ein Bild.`,
  modelOpening: (name) => `${name} wird geöffnet…`,
  handedOn: (name) => `${name} liest Aufnahmen, keine Bilder: Es ist hier geöffnet. Gib ihm eine CSV- oder WAV-Datei.`,
  picturesReady: (count) => (count === 1 ? 'Ein Bild ist da.' : `${count} Bilder sind da.`),
  pictureFirst: 'Gib nun ein Modell, das Bilder ansieht.',
  unknownFiles: (names) => {
    const more = names.length > 3 ? ` und ${names.length - 3} weitere` : '';
    return `Nicht benutzt: ${names.slice(0, 3).join(', ')}${more}. Die Seite nimmt Modelle (.onnx), Bilder, Rezepte, Listen der Klassen und Erklärungen, die als „Alles zusammen (JSON)“ gespeichert wurden.`;
  },
  surplusFiles: (names) =>
    `Nicht benutzt: ${names.join(', ')}. Es gilt immer ein Modell, ein Rezept, eine Liste der Klassen und eine Erklärung; ein zweites Modell kommt unter „Vergleichen mit“.`,
  emptyFolder: 'In diesem Ordner liegen keine Dateien.',
  labelsLeftOut: 'Die Liste blieb weg.',
  languageReopens: 'Die Seite öffnet sich neu in dieser Sprache: Modell und Bilder müssen noch einmal gegeben werden.',
  badRecipe: (name) => `${name} ist kein JSON und wurde nicht als Rezept benutzt.`,

  pictures: 'Bilder',
  addPictures: 'Bilder dazu',
  ways: { pictures: 'Bilder wählen', folder: 'Ordner wählen', camera: 'Mit der Kamera', live: 'Live von der Kamera' },
  camera: 'Kamera',
  cameraSight: 'Was die Kamera sieht',
  takePicture: 'Dieses Bild nehmen',
  cameraForbidden: 'Der Browser gibt die Kamera nicht frei. Erlaube es in der Adresszeile, oder gib eine Datei.',
  cameraMissing: 'Hier gibt es keine Kamera. Gib stattdessen eine Datei.',
  cameraBusy:
    'Die Kamera ließ sich nicht starten; vielleicht benutzt sie ein anderes Programm. Schließe es, oder gib eine Datei.',
  removePicture: (name) => `${name} entfernen`,
  pasted: 'eingefügtes Bild',
  otherModel: 'Anderes Modell',

  writeRecipe: 'Sag der Seite, wie dieses Modell zu lesen ist',
  writeRecipeHelp:
    'Ein Rezept sagt, was hineingeht und was herauskommt. Beginne mit diesem und ändere, was anders ist.',
  modelTab: 'Das Modell',
  aboutModel: 'Was die Seite von diesem Modell glaubt',
  beliefsToCome: 'Es wird geöffnet. Dann siehst du hier, wie es gefüttert und gelesen wird, und kannst es berichtigen.',
  guess: 'Das ist geraten. Sehen die Antworten falsch aus, berichtige es.',
  certain: 'Das stand geschrieben und ist nicht geraten.',
  correct: 'Berichtigen',
  editRecipe: 'Das Rezept als Text',
  recipeHelp: 'Wie das Modell gefüttert und gelesen wird. Ändere es, und die Antworten entstehen neu.',
  useRecipe: 'Dieses Rezept benutzen',
  saveRecipe: 'Als Datei speichern',
  recipeNotJson: 'Das ist noch kein JSON; sieh nach Kommas, Anführungszeichen und Klammern.',

  believes: {
    task: 'Aufgabe',
    does: (task, labels) => `Es ${task}: ${labels}.`,
    tasks: {
      detection: 'findet Dinge und zeichnet Rahmen darum',
      'instance-segmentation': 'findet Dinge und umreißt sie',
      classification: 'benennt, was ein Bild zeigt, mit einer Klasse von vielen',
      tagging: 'benennt, was ein Bild zeigt, mit beliebig vielen Marken',
      'semantic-segmentation': 'gibt jedem Pixel eine Klasse',
      attributes: 'beantwortet mehrere Fragen zu dem, was ein Bild zeigt',
      embedding: 'gibt Vektoren, mit denen sich Bilder vergleichen lassen',
      series: 'hört eine Aufnahme ab',
    },
    labels: (count, some) => `${count} Arten wie ${some}`,
    noLabels: 'seine Klassen haben keine Namen, nur Nummern',
    sees: 'Sieht',
    size: (width, height, how) => `Jedes Bild mit ${width} × ${height} Pixeln, ${how}.`,
    resizing: {
      'letterbox-centre': 'eingepasst und auf Grau in die Mitte gesetzt',
      'letterbox-top-left': 'eingepasst in die linke obere Ecke',
      stretch: 'gestreckt',
      'centre-crop': 'die Mitte ausgeschnitten',
    },
    colours: 'Farben',
    channels: { RGB: 'Rot, Grün, Blau (RGB)', BGR: 'Blau, Grün, Rot (BGR)', grey: 'ein Grauwert' },
    ranges: {
      unit: 'auf 0 bis 1 gebracht',
      signed: 'auf −1 bis 1 gebracht',
      bytes: 'wie sie sind, 0 bis 255',
      centred: 'wie sie sind, weniger 128',
      imagenet: 'skaliert und um die Mittelwerte von ImageNet verschoben',
    },
    colouring: (channels, range) => `${channels}, ${range}`,
    arithmetic: (scale, mean, std) => `mal ${scale}, weniger ${mean}, durch ${std}`,
    answer: 'Antwort',
    format: (format) => `Gelesen als „${format}“.`,
    leftOut: (percent) => `Werte unter ${percent} % bleiben weg.`,
    weights: 'Größe',
    parameters: (count, producer) => `${count} Parameter${producer ? `, geschrieben von ${producer}` : ''}`,
    runs: 'Läuft',
    providers: { webgpu: 'auf der Grafikkarte, mit WebGPU', wasm: 'auf dem Prozessor, mit wasm' },
  },
  form: {
    width: 'Breite in Pixeln',
    height: 'Höhe in Pixeln',
    resize: 'Bilder werden',
    channels: 'Farben in der Reihenfolge',
    range: 'Farben sind',
    asWritten: 'wie das Rezept sagt',
    format: 'Die Antwort wird gelesen als',
    formats: {
      yolov8: 'YOLOv8, YOLO11: Rahmen und Klassen',
      yolov5: 'YOLOv5, YOLOv7: mit Objektheit',
      yolox: 'YOLOX: Versatz in Zellen',
      fastestdet: 'FastestDet: ein Raster von Zellen',
    },
    activation: 'Werten fehlt noch',
    activations: {
      none: 'nichts: sie sind Wahrscheinlichkeiten',
      softmax: 'ein Softmax: eine Klasse gewinnt',
      sigmoid: 'ein Sigmoid: jede Klasse für sich',
    },
    threshold: (percent) => `Antworten unter ${percent} % bleiben weg`,
    chooseLabels: 'Liste der Klassen wählen (.txt)',
  },

  settings: 'Wie erklärt wird',
  preset: 'Wie in',
  presetNames: {
    '': 'xai-viewer (empfohlen)',
    paper: 'der Arbeit zu D-RISE',
    microsoft: 'Microsoft vision-explanation-methods',
    hysts: 'hysts/pytorch_D-RISE',
    xaitk: 'XAITK-saliency',
    eclique: 'eclique/RISE',
    openvino: 'OpenVINO XAI',
  },
  grid: 'Raster der Masken',
  gridHelp: 'Zellen je Seite. Feine Raster zeigen kleine Teile und brauchen mehr Masken.',
  seed: 'Startzahl',
  seedHelp: 'Dieselbe Startzahl gibt dieselben Masken, hier und anderswo.',
  threshold: 'Zeige Dinge über',
  backend: 'Rechne auf',
  backends: { auto: 'dem Schnellsten', webgpu: 'der Grafikkarte (WebGPU)', wasm: 'dem Prozessor (wasm)' },

  example: 'Beispiel',
  examples: {
    scenes: {
      title: 'Dinge in einer Szene finden',
      text:
        'Ein Detektor, der für diese Seite gelernt hat, betrachtet Szenen, die diese Seite zeichnet. Das Leuchten wächst, ' +
        'während zufällige Teile verdeckt werden: es bleibt dort, wo das Verdecken die Antwort schwächt. Klicke auf einen anderen Rahmen, um nach ihm zu fragen.',
    },
    caption: {
      title: 'Einen schummelnden Klassifikator ertappen',
      text:
        'Jedes Boot, von dem einer dieser Klassifikatoren lernte, trug den Schriftzug „harbour.pix“. Auf solchen Bildern ist er ' +
        'so gut wie sein Zwilling. Sieh, wohin er schaut, und was er zu einem Auto mit dem Schriftzug sagt.',
    },
  },
  whichModel: 'Welches Modell antwortet',
  embeddedModels: {
    'embedded:classifier-biased': 'Von Schriftzügen belehrt',
    'embedded:classifier-fair': 'Redlich belehrt',
  },
  drawAnother: 'Zeichne mir noch eins',
  useOwn: ['Öffne', ' dein eigenes Modell'],
  showExamples: 'Stattdessen ein Beispiel zeigen',

  rivalChoose: 'Vergleichen mit',
  rivalNone: 'keinem anderen Modell',
  rivalFile: 'einer Datei …',
  rivalTitle: 'Das zweite Modell',
  rivalClose: (name) => `${name} schließen`,
  rivalMissing: (label) => `„${label}“ ist hier nicht unter den Antworten dieses Modells; wähle etwas anderes aus.`,

  reading: 'Wie die Karte gelesen wird',
  readingTop: 'Zeigen',
  readingAll: 'alles',
  readingShare: (percent) => `die stärksten ${percent} %`,
  readingLines: 'Linien gleicher Werte',
  readingWipe: 'Bild oder Karte',
  readingWiped: (percent) => `Karte auf ${percent} % der Breite`,

  save: 'Speichern',
  saveOverlay: 'Bild mit Karte (PNG)',
  saveRaw: 'Rohe Werte (.npy)',
  saveGrey: 'Werte als Bild (PNG, 16 Bit)',
  saveDetails: 'Einzelheiten (JSON)',
  savePage: 'Alles zusammen (JSON)',
  savePageHelp: 'Bild, Antwort und Karten in einer kleinen Datei, für eine Webseite oder damit jemand sie nachrechnet',

  repeatedPicture: 'Bild der Erklärung',
  repeatNeedsModel: (name, sha256) =>
    `Um diese Erklärung zu wiederholen, gib ihr Modell${name ? ` ${name}` : ''} dazu (SHA-256 ${sha256.slice(0, 12)}…).`,
  repeatOtherModel: (name, sha256) =>
    `${name} ist nicht das Modell der Erklärung, die wiederholt werden sollte (SHA-256 ${sha256.slice(0, 12)}…), und wird neu gefragt.`,
  repeatNeedsPicture: (sha256) =>
    `Um diese Erklärung zu wiederholen, gib ihr ursprüngliches Bild dazu (SHA-256 ${sha256.slice(0, 12)}…); in der Datei liegt ein kleineres.`,
  repeated: (method, count, verdict) =>
    count === 1
      ? `Wiederholt: die Karte von ${method} ${verdict}.`
      : `Wiederholt: von ${count} Karten von ${method} gilt für die schlechteste: sie ${verdict}.`,
  repeatMissing: (method) =>
    `Mit ${method} wiederholt, aber das Modell findet nicht mehr alles, was erklärt worden war. Sieh nach der Schwelle.`,
  repeatVerdicts: {
    same: () => 'ist Bit für Bit dieselbe geworden',
    close: (share) => `ist bis auf Rundung dieselbe: sie weicht um höchstens ${share} % ihres Bereichs ab`,
    other: (share) => `ist anders geworden: sie weicht um bis zu ${share} % ihres Bereichs ab`,
  },

  tasks: {
    detection: 'findet Dinge',
    'instance-segmentation': 'findet und umreißt Dinge',
    classification: 'benennt das Bild',
    tagging: 'gibt Marken',
    'semantic-segmentation': 'färbt jedes Pixel',
    attributes: 'beantwortet mehrere Fragen',
    embedding: 'vergleicht Bilder',
    series: 'liest Aufnahmen',
  },

  libraryTitle: 'Modelle',
  keptTitle: 'Auf diesem Rechner',
  nothingKept: 'Modelle, die du öffnest, bleiben hier liegen und gehen auch ohne Netz wieder auf. Noch gibt es keine.',
  lastUsed: (day) => `benutzt ${day}`,
  openModel: (name) => `${name} öffnen`,
  removeModel: (name) => `${name} entfernen`,
  fetchModel: (size, name) => `${size} holen: ${name}`,
  fetchSize: (size) => `${size} holen`,
  room: (used, free) => `Diese Seite belegt ${used}; der Browser lässt ihr noch ${free}.`,
  persistent: 'Der Browser hat versprochen, es zu behalten.',
  notPersistent: 'Der Browser darf es löschen, wenn die Platte voll wird.',
  askTitle: 'Aus dem Netz',
  askText:
    'Der Name einer Sammlung bei Hugging Face mit ONNX-Dateien, als org/name, oder die Adresse einer Datei .onnx.',
  address: 'Name oder Adresse eines Modells',
  notAnAddress: 'Das ist weder org/name noch eine https-Adresse, die auf .onnx endet.',
  catalogueTitle: 'Bekannt und klein',
  catalogueText:
    'Öffentliche Modelle anderer. Nichts wird geholt, ehe du es willst; jede Datei wird geprüft, wenn sie da ist.',
  source: 'Quelle',
  catalogue: {
    fastestdet: {
      title: 'FastestDet',
      about: 'Ein Detektor von einem Megabyte: achtzig Arten alltäglicher Dinge auf Fotos.',
    },
    yoloxNano: { title: 'YOLOX-Nano', about: 'Dieselben achtzig Arten, sicherer gefunden.' },
    ultraface: { title: 'UltraFace', about: 'Findet Gesichter, große und kleine.' },
    ssdPerson: { title: 'SSD MobileNet für Menschen', about: 'Findet Menschen, auch auf sehr kleinen Rechnern.' },
    deeplab: { title: 'DeepLab v3', about: 'Sagt, welche Pixel Mensch, Katze, Bus und achtzehn weitere sind.' },
    flowers: {
      title: 'Fünf Blumen',
      about: 'Unterscheidet Gänseblümchen, Löwenzahn, Rosen, Sonnenblumen und Tulpen.',
    },
    cifar: { title: 'CIFAR-10', about: 'Ein Klassiker des Unterrichts: zehn Arten von Dingen in 32 × 32 Pixeln.' },
  },
  embeddedTitle: 'Kommen mit dieser Seite',
  embeddedText:
    'Von diesem Projekt an Szenen belehrt, die es zeichnet. Von Fotos wissen sie nichts; sie öffnen sich mit gezeichneten Bildern.',
  embedded: {
    detector: { title: 'Detektor für Szenen', about: 'Findet neun Arten von Dingen in gezeichneten Szenen.' },
    segmenter: { title: 'Segmentierer für Szenen', about: 'Gibt jedem Pixel einer Szene eine von neun Arten.' },
    tagger: { title: 'Verschlagworter für Szenen', about: 'Sagt, welche der neun Arten eine Szene zeigt, nicht wo.' },
    'classifier-fair': {
      title: 'Redlicher Klassifikator',
      about: 'Unterscheidet sechs Arten von Dingen nach ihrem Aussehen.',
    },
    'classifier-biased': { title: 'Befangener Klassifikator', about: 'Lernte, dass ein Schriftzug ein Boot bedeutet.' },
    'classifier-25': {
      title: 'Befangen, zu einem Viertel geheilt',
      about: 'Sah ein Viertel der Boote auch ohne Schriftzug.',
    },
    'classifier-50': { title: 'Befangen, zur Hälfte geheilt', about: 'Sah die Hälfte davon.' },
    'classifier-75': { title: 'Befangen, großenteils geheilt', about: 'Sah drei Viertel davon.' },
    'classifier-100': { title: 'Befangen, geheilt', about: 'Sah alle Boote mit und ohne Schriftzug.' },
    'classifier-flat': {
      title: 'Flacher Klassifikator',
      about: 'Sein Kopf mittelt nicht: einfaches CAM kann ihn nicht lesen.',
    },
    vit: { title: 'Vision Transformer', about: 'Noch einmal die sechs Arten, durch Aufmerksamkeit zwischen Feldern.' },
    windowed: {
      title: 'Transformer mit Fenstern',
      about: 'Die sechs Arten durch Aufmerksamkeit in wandernden Fenstern.',
    },
    'yolov8-cls': { title: 'Klassifikator nach YOLOv8', about: 'Dieselben sechs Arten in anderer Bauart.' },
    attributes: { title: 'Merkmale', about: 'Klasse, Farbe, Art und Haltung eines Dings, mit vier Köpfen.' },
    'detector-shortcut': {
      title: 'Detektor mit Abkürzung',
      about: 'Sieht die meisten Katzen nur neben einer Lampe.',
    },
    'detector-nms': {
      title: 'Detektor mit Auslese',
      about: 'Fertige Rahmen: der Graph selbst wählt die besten aus.',
    },
    'detector-at-2': {
      title: 'Detektor, 2 % gelernt',
      about: 'Was er nach den ersten Augenblicken des Lernens sah.',
    },
    'detector-at-6': { title: 'Detektor, 6 % gelernt', about: 'Ein wenig später.' },
    'detector-at-20': { title: 'Detektor, 20 % gelernt', about: 'Nach einem Fünftel seiner ersten Runde.' },
    'detector-at-50': { title: 'Detektor, halb gelernt', about: 'In der Mitte seiner ersten Runde.' },
    motion: { title: 'Bewegung', about: 'Erkennt fünf Bewegungen eines Beschleunigungssensors.' },
    'motion-shortcut': {
      title: 'Bewegung, mit Abkürzung',
      about: 'Lernte, dass ein Wackelkontakt auf einer Achse einen Kreis bedeutet.',
    },
    'motion-recurrent': {
      title: 'Bewegung, rekurrent',
      about: 'Liest eine Bewegung einen Zeitschritt nach dem anderen.',
    },
    sound: { title: 'Klang', about: 'Hört Töne, Klicks und Gleittöne im Rauschen.' },
  },

  fetching: (name) => `${name} wird geholt`,
  fetched: (done, total) => (total ? `${done} von ${total}` : done),
  fetchFailed: (name) => `${name} konnte nicht geholt werden.`,
  unknownAddress: (address) =>
    `„${address}“ ist keine Adresse eines Modells. Nenne eines als org/name oder mit einer https-Adresse, die auf .onnx endet.`,
};
