/** Every word of the live timeline, in English. */
export const en = {
  title: 'Live',
  close: 'Back to recordings',
  source: 'Where it comes from',
  sources: { motion: 'Motion sensors', microphone: 'Microphone', socket: 'WebSocket', serial: 'Serial port' },
  sourceText: {
    motion:
      'The motion sensors of this phone or tablet. Some browsers ask first. What they measure stays on this device.',
    microphone: 'The browser asks for the microphone when you press Start. What it hears stays on this device.',
    socket:
      'A server that sends one sample a line: numbers with commas between them, or a JSON array, with the time in front if it has one. ' +
      'The page connects to the address that you type when you press Start, and to no other; it sends nothing.',
    serial:
      'A board on a USB or serial port that sends one sample a line: numbers with commas between them, or a JSON array, with the time ' +
      'in front if it has one. The browser asks which port when you press Start.',
  },
  settings: 'How it is read',
  sensor: 'Sensor',
  sensors: {
    gravity: 'acceleration with gravity',
    acceleration: 'acceleration without gravity',
    rotation: 'rotation (°/s)',
    both: 'acceleration with gravity, and rotation',
  },
  unit: 'Unit',
  address: 'Address',
  baudRate: 'Bits a second',
  lineRate: 'Samples a second, where lines have no time',
  hop: 'A window every',
  hopOf: (seconds: number | null) => (seconds === null ? 'part of a window' : `${Number(seconds.toPrecision(3))} s`),
  keep: 'Record to a session',
  room: (time: string) => `room for ${time}`,
  method: 'Method',
  usual: (method: string) => `Automatic (${method})`,
  usualUnknown: 'Automatic',
  target: 'Explain',
  top: 'the best answer',
  start: 'Start',
  startAgain: 'Start again',
  stop: 'Stop',
  stopAndOpen: 'Stop and open the recording',
  cancel: 'Cancel',
  keys: 'Escape stops.',
  microphoneNumber: (number: number) => `Microphone ${number}`,

  needs: (model: string, channels: string, rate: string, seconds: string) =>
    `${model} takes ${channels}${rate}${seconds}.`,
  anyChannels: 'any number of channels',
  channels: (count: number, names: string) =>
    `${count === 1 ? '1 channel' : `${count} channels`}${names ? ` (${names})` : ''}`,
  atRate: (rate: string) => ` at ${rate} Hz`,
  windowOf: (seconds: string) => `, ${seconds} s at once`,

  loading: (model: string) => `Opening ${model}…`,
  asking: {
    motion: 'Waiting for the sensors…',
    microphone: 'The browser asks whether this page may use the microphone.',
    socket: 'Connecting…',
    serial: 'The browser asks which port.',
  },
  waiting: (source: string) => `${source} is on. Waiting for the first samples…`,
  choosing: 'Say below which column is what.',
  filling: (seconds: string, needed: string) => `The first window: ${seconds} of ${needed} s.`,
  opening: 'The first window is there; waiting for its answer…',
  stopped: {
    person: 'Stopped. The source is off.',
    hidden: 'The page was hidden, so the source was turned off.',
    left: 'You went elsewhere, so the source was turned off.',
  },
  recorded: (time: string, why: string) =>
    `${why} What came in is below, ${time} long, as any other recording: explain it, step through it, save it.`,
  recordingName: 'live',
  ready: 'Nothing is on yet.',

  recording: 'What comes in',
  fed: 'What the model is fed',
  predictions: 'Answers',
  frames: 'Values',
  map: 'Why',
  sight: (answer: string) => `Answers of the last seconds; the newest: ${answer}.`,
  mapSight: (label: string, method: string) => `What of the last seconds speaks for “${label}”, by ${method}.`,
  nothing: 'no answer yet',
  scale: (label: string) => `What speaks for “${label}”, in the scale of what is seen.`,
  scaleOwn: 'What speaks for the answer of each window, in the scale of what is seen.',
  scaleAgnostic: 'What the layer holds, whatever the answer, in the scale of what is seen.',
  ownAnswer: 'the answer of each window',
  newest: 'The newest answer',

  windowsPerSecond: 'windows a second',
  latency: 'from sample to map',
  samplesPerSecond: 'samples a second',
  lost: 'samples lost',
  kept: 'recorded',

  silent: (seconds: number) => `Nothing has come for ${seconds} s.`,
  losses: ({ broken, missing, late, jumps }: { broken: number; missing: number; late: number; jumps: number }) =>
    [
      broken > 0 ? (broken === 1 ? '1 line that is no sample' : `${broken} lines that are no samples`) : '',
      missing > 0 ? `${missing === 1 ? '1 sample' : `${missing} samples`} missing by their times` : '',
      late > 0 ? `${late === 1 ? '1 sample' : `${late} samples`} that came late or twice` : '',
      jumps > 0 ? `the clock of the source was set ${jumps === 1 ? 'once' : `${jumps} times`}` : '',
    ]
      .filter(Boolean)
      .join(', ')
      .replace(/^(.*)$/, 'Left out: $1.'),
  skipped: (windows: number) =>
    `${windows === 1 ? '1 window was' : `${windows} windows were`} passed over, since the answer before was not there yet.`,
  otherRate: (measured: number, stated: number) =>
    `Lines come at ${measured} a second, not ${stated}: correct the number, or send the time with each line.`,
  noMap: (why: string) => `Answers without a map: no method of one pass suits this model. ${why}`,
  full: (time: string) => `The recording is full after ${time}; what comes now is explained and not recorded.`,

  columnsTitle: 'Which column is what',
  columnsText: (wanted: number | null, got: number) =>
    wanted === null
      ? `A line has ${got === 1 ? '1 number' : `${got} numbers`}. Say which the model is fed.`
      : `The model takes ${wanted === 1 ? '1 channel' : `${wanted} channels`}, and a line has ${got === 1 ? '1 number' : `${got} numbers`}. Say which is what.`,
  timeColumn: 'Time',
  noTime: 'none',
  timeUnit: 'Unit of the time',
  channel: (number: number) => `Channel ${number}`,
  column: (number: number) => `column ${number}`,
  columnNow: (name: string, value: number) => `${name} (now ${Number(value.toPrecision(4))})`,
  useColumns: 'Use these',

  faults: {
    noMotion:
      'This device has no such motion sensor, or the browser keeps it from pages. Open this page on a phone, over https.',
    motionForbidden:
      'The browser does not let this page use the motion sensors. Allow them in its settings, and start again.',
    noMicrophone: 'There is no microphone here. Plug one in, or choose another source.',
    microphoneForbidden:
      'The browser does not let this page use the microphone. Allow it in the address bar, and start again.',
    microphoneBusy:
      'The microphone could not be started; another program may be using it. Close that one, and start again.',
    microphoneEnded: 'The microphone ended: it was unplugged, or the browser took it away.',
    noAddress: 'This is no address of a WebSocket. Write one such as wss://example.org/stream, or localhost:8765.',
    unencrypted:
      'Browsers connect pages to other computers by wss:// only. Use wss://, or run the server on this computer (localhost).',
    socketRefused: (address: string) =>
      `${address} could not be reached. Check the address, and whether the server runs and lets pages of this origin in.`,
    socketEnded: (address: string) => `${address} has closed the connection.`,
    socketBroken: (address: string, code: number, reason: string) =>
      `The connection to ${address} broke (code ${code}${reason ? `: ${reason}` : ''}). Start again.`,
    noSerial: 'This browser gives pages no serial ports. Chrome, Edge and Opera on a computer do.',
    serialForbidden: 'The browser does not let this page use serial ports.',
    noPort: 'No port was chosen. Plug the board in, start again and choose it.',
    portBusy:
      'The port could not be opened; another program may be using it, such as a serial monitor. Close that one, and start again.',
    serialGone: 'The board is gone: it was unplugged or turned off.',
    noNumbers: (line: string) =>
      `What comes is no samples: “${line}”. One sample a line is expected: 0.1,-0.2,9.8 or [0.1, -0.2, 9.8], with the time in front if there is one. Over a serial port the bits a second may be wrong.`,
    timesStuck: 'The column of times does not rise from line to line. Start again and choose another one, or none.',
    channels: (wanted: number, got: number) =>
      `The model takes ${wanted} channels, and this source has ${got}. Choose another source, or a model that takes ${got}.`,
    noSeries: (name: string) => `${name} is no model of recordings. Open one that takes sensors or sound.`,
  },
};

export type StreamWords = typeof en;
