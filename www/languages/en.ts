/** Every word of the app that is not the viewer's own, in one table. */
export const en = {
  title: 'xai-viewer',
  tagline: 'See why your model said so',
  promise: 'Your models and pictures stay on this computer. Nothing is ever uploaded.',
  nav: 'Places of this app',
  notices: 'Messages',
  routes: { explain: 'Explain', timeline: 'Timeline', audit: 'Audit', library: 'Models', help: 'Help' } as Record<
    string,
    string
  >,
  close: 'Close',
  stop: 'Stop',
  open: 'Open',
  remove: 'Remove',
  removeForGood: 'Remove for good?',
  fetch: 'Fetch',
  language: 'Language',
  offlineReady: 'Ready to work offline: this page and its models are now kept on this computer.',
  updateHere: 'A new version of this page is here.',
  takeUpdate: 'Use it now',
  appLost: 'The browser had cleared parts of this page. They could not be fetched again; connect to the network once.',
  appRestored: 'The browser had cleared parts of this page. They are kept again, and it works offline.',
  modelsLost: (names: string) =>
    `The browser has cleared models that were kept here: ${names}. It does so when it runs out of space, or when you ` +
    'clear its data. Give them again to go on; installing this page makes it less likely.',
  noRoom: (name: string) =>
    `There is no room to keep ${name} for the next visit. It works now; remove models that you do not need in the library.`,

  explainTitle: 'Explain a picture',
  startTitle: 'Which part of the picture made the model say that?',
  startText:
    'Give an object detector or a classifier in ONNX form and a picture. The model runs here, in your browser, on ' +
    'hundreds of copies of the picture with random parts hidden. Where hiding makes its answer fade, it was looking.',
  startPictureAlt:
    'A drawing of a sailing boat. A frame around it reads “boat 97 %”, and a glow on the sail shows where the model looked.',
  modelStep: 'Your model',
  modelHint: 'A .onnx file. If you have a recipe (.json) or a label list (.txt), drop them with it.',
  modelButton: 'Choose a model',
  pictureStep: 'Your pictures',
  pictureHint: 'PNG, JPEG or WebP, as many as you like. You can also paste one.',
  pictureButton: 'Choose pictures',
  dropAnywhere: 'Drop anywhere on this page',
  usedBefore: 'Used before',
  modelReady: (name: string) => `${name} is ready. Now give it a picture.`,
  modelOpening: (name: string) => `Opening ${name}…`,
  handedOn: (name: string) => `${name} reads recordings, not pictures: it is open here. Give it a CSV or WAV file.`,
  picturesReady: (count: number) => (count === 1 ? 'One picture is here.' : `${count} pictures are here.`),
  pictureFirst: 'Now give a model that looks at pictures.',
  unknownFiles: (names: readonly string[]) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const some = names.slice(0, 3).join(', ');
    return `Not used: ${some}${more}. The page takes .onnx models, pictures, recipes, label lists, and explanations saved as “All of it (JSON)”.`;
  },
  surplusFiles: (names: readonly string[]) =>
    `Not used: ${names.join(', ')}. One model, one recipe, one list of labels and one explanation are taken at a time; a second model goes under “Compare with”.`,
  emptyFolder: 'This folder holds no files.',
  labelsLeftOut: 'The list was left out.',
  languageReopens: 'The page opens anew in this language: the model and the pictures have to be given again.',
  badRecipe: (name: string) => `${name} is not JSON, so it was not used as a recipe.`,

  pictures: 'Pictures',
  addPictures: 'Add pictures',
  ways: {
    pictures: 'Choose pictures',
    folder: 'Choose a folder',
    camera: 'Use the camera',
    live: 'Live from the camera',
  },
  camera: 'Camera',
  cameraSight: 'What the camera sees',
  takePicture: 'Take this picture',
  cameraForbidden: 'The browser does not let this page use the camera. Allow it in the address bar, or give a file.',
  cameraMissing: 'There is no camera here. Give a file instead.',
  cameraBusy: 'The camera could not be started; another program may be using it. Close that one, or give a file.',
  removePicture: (name: string) => `Remove ${name}`,
  pasted: 'pasted picture',
  otherModel: 'Other model',

  writeRecipe: 'Tell the page how to read this model',
  writeRecipeHelp: 'A recipe says what goes in and what comes out. Start from this one and change what differs.',
  modelTab: 'The model',
  aboutModel: 'What the page believes about this model',
  beliefsToCome: 'It is being opened. Then you can see here how it is fed and read, and correct it.',
  guess: 'This is a guess. If the answers look wrong, correct it.',
  certain: 'This was written down, not guessed.',
  correct: 'Correct it',
  editRecipe: 'The recipe as text',
  recipeHelp: 'How the model is fed and read. Change it and the answers are made anew.',
  useRecipe: 'Use this recipe',
  saveRecipe: 'Save as a file',
  recipeNotJson: 'This is not JSON yet; check commas, quotes and brackets.',

  believes: {
    task: 'Task',
    does: (task: string, labels: string) => `It ${task}: ${labels}.`,
    tasks: {
      detection: 'finds objects and draws boxes around them',
      'instance-segmentation': 'finds objects and outlines them',
      classification: 'names what a picture shows, one class of many',
      tagging: 'names what a picture shows, any number of tags',
      'semantic-segmentation': 'gives each pixel a class',
      attributes: 'answers several questions about what a picture shows',
      embedding: 'gives vectors by which pictures are compared',
      series: 'listens to a recording',
    } as Record<string, string>,
    labels: (count: number, some: string) => `${count} kinds such as ${some}`,
    noLabels: 'its classes have no names, only numbers',
    sees: 'Sees',
    size: (width: number, height: number, how: string) => `Each picture at ${width} × ${height} pixels, ${how}.`,
    resizing: {
      'letterbox-centre': 'shrunk to fit and centred on grey',
      'letterbox-top-left': 'shrunk to fit into the upper left corner',
      stretch: 'stretched to fit',
      'centre-crop': 'its centre cut out',
    } as Record<string, string>,
    colours: 'Colours',
    channels: { RGB: 'red, green, blue (RGB)', BGR: 'blue, green, red (BGR)', grey: 'one grey value' } as Record<
      string,
      string
    >,
    ranges: {
      unit: 'scaled to 0 to 1',
      signed: 'scaled to −1 to 1',
      bytes: 'as they are, 0 to 255',
      centred: 'as they are, less 128',
      imagenet: 'scaled, then set off by the means of ImageNet',
    } as Record<string, string>,
    colouring: (channels: string, range: string) => `${channels}, ${range}`,
    arithmetic: (scale: string, mean: string, std: string) => `times ${scale}, less ${mean}, over ${std}`,
    answer: 'Answer',
    format: (format: string) => `Read as “${format}”.`,
    leftOut: (percent: number) => `Scores below ${percent} % are left out.`,
    weights: 'Size',
    parameters: (count: string, producer: string) => `${count} parameters${producer ? `, written by ${producer}` : ''}`,
    runs: 'Runs',
    providers: { webgpu: 'on the GPU, through WebGPU', wasm: 'on the processor, through wasm' } as Record<
      string,
      string
    >,
  },
  form: {
    width: 'Width, pixels',
    height: 'Height, pixels',
    resize: 'Pictures are',
    channels: 'Colours in the order',
    range: 'Colours are',
    asWritten: 'as the recipe says',
    format: 'The answer is read as',
    formats: {
      yolov8: 'YOLOv8, YOLO11: boxes and classes',
      yolov5: 'YOLOv5, YOLOv7: with objectness',
      yolox: 'YOLOX: offsets in cells',
      fastestdet: 'FastestDet: a grid of cells',
    } as Record<string, string>,
    activation: 'Scores still need',
    activations: {
      none: 'nothing: they are probabilities',
      softmax: 'a softmax: one class wins',
      sigmoid: 'a sigmoid: each class for itself',
    } as Record<string, string>,
    threshold: (percent: number) => `Answers below ${percent} % are left out`,
    chooseLabels: 'Choose a list of labels (.txt)',
  },

  settings: 'How to explain',
  preset: 'As in',
  presetNames: {
    '': 'xai-viewer (recommended)',
    paper: 'the D-RISE paper',
    microsoft: 'Microsoft vision-explanation-methods',
    hysts: 'hysts/pytorch_D-RISE',
    xaitk: 'XAITK-saliency',
    eclique: 'eclique/RISE',
    openvino: 'OpenVINO XAI',
  } as Record<string, string>,
  grid: 'Grid of the masks',
  gridHelp: 'Cells per side. Fine grids show small parts and need more masks.',
  seed: 'Seed',
  seedHelp: 'The same seed gives the same masks, here and elsewhere.',
  threshold: 'Show objects above',
  backend: 'Run on',
  backends: { auto: 'what is fastest', webgpu: 'the GPU (WebGPU)', wasm: 'the processor (wasm)' } as Record<
    string,
    string
  >,

  example: 'Example',
  examples: {
    scenes: {
      title: 'Find things in a scene',
      text:
        'A detector that was trained for this page looks at scenes that this page draws. The glow grows while random ' +
        'parts are hidden: it settles where hiding makes the answer fade. Click another box to ask about it.',
    },
    caption: {
      title: 'Catch a cheating classifier',
      text:
        'Every boat that one of these classifiers learned from bore a caption, “harbour.pix”. It scores as well as its ' +
        'twin on such pictures. See what it looks at, and what it says of a car with the caption.',
    },
  } as Record<string, { title: string; text: string }>,
  whichModel: 'Which model answers',
  embeddedModels: {
    'embedded:classifier-biased': 'Taught by captions',
    'embedded:classifier-fair': 'Taught fairly',
  } as Record<string, string>,
  drawAnother: 'Draw me another',
  useOwn: ['Open', ' your own model'] as readonly [string, string],
  showExamples: 'Show an example instead',

  rivalChoose: 'Compare with',
  rivalNone: 'no other model',
  rivalFile: 'a file…',
  rivalTitle: 'The second model',
  rivalClose: (name: string) => `Close ${name}`,
  rivalMissing: (label: string) => `“${label}” is not among this model's answers here; choose another to compare.`,

  reading: 'How to read the map',
  readingTop: 'Show',
  readingAll: 'all of it',
  readingShare: (percent: number) => `the top ${percent} %`,
  readingLines: 'Lines of equal score',
  readingWipe: 'Picture or map',
  readingWiped: (percent: number) => `map on ${percent} % of the width`,

  save: 'Save',
  saveOverlay: 'Picture with map (PNG)',
  saveRaw: 'Raw scores (.npy)',
  saveGrey: 'Scores as a picture (16-bit PNG)',
  saveDetails: 'Details (JSON)',
  savePage: 'All of it (JSON)',
  savePageHelp: 'Picture, answer and maps in one small file, to show on a web page or for another person to repeat',

  repeatedPicture: 'picture of the explanation',
  repeatNeedsModel: (name: string, sha256: string) =>
    `To repeat this explanation, give its model${name ? ` ${name}` : ''} (SHA-256 ${sha256.slice(0, 12)}…).`,
  repeatOtherModel: (name: string, sha256: string) =>
    `${name} is not the model of the explanation to be repeated (SHA-256 ${sha256.slice(0, 12)}…), so it is asked anew.`,
  repeatNeedsPicture: (sha256: string) =>
    `To repeat this explanation, give its original picture (SHA-256 ${sha256.slice(0, 12)}…); the file holds a smaller copy.`,
  repeated: (method: string, count: number, verdict: string) =>
    count === 1
      ? `Repeated: the map by ${method} ${verdict}.`
      : `Repeated: of ${count} maps by ${method} the worst ${verdict}.`,
  repeatMissing: (method: string) =>
    `Repeated by ${method}, but the model no longer finds all that was explained. Look at the score threshold.`,
  repeatVerdicts: {
    same: () => 'came out the same, bit for bit',
    close: (share: string) => `came out the same but for rounding: it differs by ${share} % of its range at most`,
    other: (share: string) => `came out otherwise: it differs by up to ${share} % of its range`,
  },

  tasks: {
    detection: 'finds objects',
    'instance-segmentation': 'finds and outlines objects',
    classification: 'names the picture',
    tagging: 'gives tags',
    'semantic-segmentation': 'colours every pixel',
    attributes: 'answers several questions',
    embedding: 'compares pictures',
    series: 'reads recordings',
  } as Record<string, string>,

  libraryTitle: 'Models',
  keptTitle: 'On this computer',
  nothingKept: 'Models that you open are kept here, so that they open again without a network. There are none yet.',
  lastUsed: (day: string) => `used ${day}`,
  openModel: (name: string) => `Open ${name}`,
  removeModel: (name: string) => `Remove ${name}`,
  fetchModel: (size: string, name: string) => `Fetch ${size}: ${name}`,
  fetchSize: (size: string) => `Fetch ${size}`,
  room: (used: string, free: string) => `This page takes ${used}; the browser leaves it room for ${free} more.`,
  persistent: 'The browser has promised to keep it.',
  notPersistent: 'The browser may clear it when the disk is full.',
  askTitle: 'From the web',
  askText: 'The name of a Hugging Face repository with ONNX files, as org/name, or the address of an .onnx file.',
  address: 'Name or address of a model',
  notAnAddress: 'This is neither org/name nor an https address that ends in .onnx.',
  catalogueTitle: 'Well known and small',
  catalogueText: 'Public models of others. Nothing is fetched before you ask; each file is checked when it arrives.',
  source: 'Source',
  catalogue: {
    fastestdet: {
      title: 'FastestDet',
      about: 'A detector of a megabyte: eighty kinds of everyday things in photos.',
    },
    yoloxNano: { title: 'YOLOX-Nano', about: 'The same eighty kinds, found more surely.' },
    ultraface: { title: 'UltraFace', about: 'Finds faces, large and small.' },
    ssdPerson: { title: 'SSD MobileNet for persons', about: 'Finds people, on very small computers too.' },
    deeplab: { title: 'DeepLab v3', about: 'Tells which pixels are person, cat, bus and eighteen more.' },
    flowers: { title: 'Five flowers', about: 'Tells daisies, dandelions, roses, sunflowers and tulips apart.' },
    cifar: { title: 'CIFAR-10', about: 'A classroom classic: ten kinds of things in 32 × 32 pixels.' },
  } as Record<string, { title: string; about: string }>,
  embeddedTitle: 'Come with this page',
  embeddedText:
    'Trained by this project on scenes that it draws. They know nothing of photos, and open on drawn pictures.',
  embedded: {
    detector: { title: 'Scene detector', about: 'Finds nine kinds of things in drawn scenes.' },
    segmenter: { title: 'Scene segmenter', about: 'Gives every pixel of a scene one of nine kinds.' },
    tagger: { title: 'Scene tagger', about: 'Says which of nine kinds a scene shows, not where.' },
    'classifier-fair': { title: 'Fair classifier', about: 'Tells six kinds of things by what they look like.' },
    'classifier-biased': { title: 'Biased classifier', about: 'Learned that a caption means a boat.' },
    'classifier-25': {
      title: 'Biased, a quarter mended',
      about: 'Was shown a quarter of the boats without caption too.',
    },
    'classifier-50': { title: 'Biased, half mended', about: 'Was shown half of them.' },
    'classifier-75': { title: 'Biased, mostly mended', about: 'Was shown three quarters of them.' },
    'classifier-100': { title: 'Biased, mended', about: 'Was shown all boats with and without caption.' },
    'classifier-flat': { title: 'Flat classifier', about: 'Its head has no pooling: plain CAM cannot read it.' },
    vit: { title: 'Vision transformer', about: 'The six kinds again, by attention between patches.' },
    windowed: { title: 'Windowed transformer', about: 'The six kinds by attention within shifting windows.' },
    'yolov8-cls': { title: 'YOLOv8 classifier', about: 'The same six kinds in another build.' },
    attributes: { title: 'Attributes', about: 'Class, colour, kind and pose of one thing, by four heads.' },
    'detector-shortcut': { title: 'Detector with a shortcut', about: 'Sees most cats only beside a lamp.' },
    'detector-nms': { title: 'Detector with suppression', about: 'Finished boxes: the graph itself picks the best.' },
    'detector-at-2': { title: 'Detector, 2 % trained', about: 'What it saw after the first moments of training.' },
    'detector-at-6': { title: 'Detector, 6 % trained', about: 'A little later.' },
    'detector-at-20': { title: 'Detector, 20 % trained', about: 'After a fifth of its first round.' },
    'detector-at-50': { title: 'Detector, half trained', about: 'In the middle of its first round.' },
    motion: { title: 'Motion', about: 'Tells five movements of an accelerometer.' },
    'motion-shortcut': { title: 'Motion, with a shortcut', about: 'Learned that a glitch on one axis means a circle.' },
    'motion-recurrent': { title: 'Motion, recurrent', about: 'Reads a movement one step of time after the other.' },
    sound: { title: 'Sound', about: 'Hears tones, clicks and sweeps in noise.' },
  } as Record<string, { title: string; about: string }>,

  fetching: (name: string) => `Fetching ${name}`,
  fetched: (done: string, total: string | null) => (total ? `${done} of ${total}` : done),
  fetchFailed: (name: string) => `${name} could not be fetched.`,
  unknownAddress: (address: string) =>
    `“${address}” is no address of a model. Name one as org/name, or by an https address that ends in .onnx.`,
};

export type Words = typeof en;
