/** How the input of a figure was made: by this project, by libvips where it says so, or without the centre crop. */
export type Feeding = 'recipe' | 'libvips' | 'uncropped';

export interface Expected {
  readonly photo: string;
  readonly feeding?: Feeding;
  /** Label and score, by falling score within a label; detectors may find more. */
  readonly answers: readonly (readonly [label: string, score: number])[];
  /** The model finds nothing else at its recipe's threshold. */
  readonly only?: boolean;
}

/** Key `verified` of the shared models.json, as a table. Two decimals there; `two persons` and the like have no score. */
export const DETECTORS: Readonly<Record<string, readonly Expected[]>> = {
  'yolox-nano': [
    {
      photo: 'dog_bike_truck.jpg',
      answers: [
        ['dog', 0.83],
        ['car', 0.81],
        ['bicycle', 0.81],
        ['cat', 0.39],
      ],
      only: true,
    },
    {
      photo: 'bus.jpg',
      answers: [
        ['bus', 0.92],
        ['person', 0.85],
        ['person', 0.81],
        ['person', 0.68],
      ],
      only: true,
    },
    {
      photo: 'horses.jpg',
      answers: [
        ['horse', 0.83],
        ['horse', 0.81],
      ],
      only: true,
    },
    {
      photo: 'zidane.jpg',
      answers: [
        ['person', 0.84],
        ['person', 0.83],
        ['tie', 0.51],
      ],
    },
  ],
  'yolox-nano-nms': [
    {
      photo: 'dog_bike_truck.jpg',
      answers: [
        ['dog', 0.83],
        ['car', 0.81],
        ['bicycle', 0.81],
        ['cat', 0.39],
      ],
      only: true,
    },
    {
      photo: 'bus.jpg',
      answers: [
        ['bus', 0.92],
        ['person', 0.85],
        ['person', 0.81],
        ['person', 0.68],
      ],
      only: true,
    },
    {
      photo: 'horses.jpg',
      answers: [
        ['horse', 0.83],
        ['horse', 0.81],
      ],
      only: true,
    },
    {
      photo: 'zidane.jpg',
      answers: [
        ['person', 0.84],
        ['person', 0.83],
        ['tie', 0.51],
      ],
    },
  ],
  'yolov8n-320': [
    {
      photo: 'dog_bike_truck.jpg',
      answers: [
        ['dog', 0.92],
        ['bicycle', 0.87],
        ['car', 0.67],
      ],
      only: true,
    },
    {
      photo: 'bus.jpg',
      feeding: 'libvips',
      answers: [
        ['bus', 0.9],
        ['person', 0.89],
        ['person', 0.76],
        ['person', 0.58],
      ],
      only: true,
    },
    {
      photo: 'cat_dog.png',
      feeding: 'libvips',
      answers: [
        ['dog', 0.96],
        ['cat', 0.91],
      ],
      only: true,
    },
    { photo: 'horses.jpg', answers: [], only: true },
  ],
  'yolov8n-320-int8': [
    {
      photo: 'dog_bike_truck.jpg',
      feeding: 'libvips',
      answers: [
        ['dog', 0.91],
        ['bicycle', 0.84],
        ['car', 0.68],
      ],
      only: true,
    },
    { photo: 'bus.jpg', answers: [['bus', 0.91]] },
  ],
  'yolov8n-seg-320': [
    {
      photo: 'dog_bike_truck.jpg',
      answers: [
        ['bicycle', 0.93],
        ['dog', 0.73],
        ['car', 0.61],
      ],
    },
    {
      photo: 'cat_dog.png',
      feeding: 'libvips',
      answers: [
        ['dog', 0.91],
        ['cat', 0.88],
      ],
      only: true,
    },
    { photo: 'bus.jpg', answers: [['bus', 0.92]] },
  ],
  fastestdet: [
    {
      photo: 'dog_bike_truck.jpg',
      answers: [
        ['car', 0.78],
        ['dog', 0.77],
        ['bicycle', 0.73],
      ],
      only: true,
    },
    {
      photo: 'bus.jpg',
      answers: [
        ['person', 0.89],
        ['person', 0.87],
        ['bus', 0.76],
      ],
    },
    {
      photo: 'horses.jpg',
      feeding: 'libvips',
      answers: [
        ['horse', 0.89],
        ['horse', 0.86],
      ],
      only: true,
    },
    {
      photo: 'cat_dog.png',
      feeding: 'libvips',
      answers: [
        ['dog', 0.88],
        ['cat', 0.81],
      ],
      only: true,
    },
  ],
  // An 8-bit graph whose scores move by a tenth with a grey level: only the very pixels give the very figures.
  'deimv2-atto-int8': [
    { photo: 'skier.jpg', feeding: 'libvips', answers: [['person', 0.74]] },
    { photo: 'dog_bike_truck.jpg', feeding: 'libvips', answers: [['car', 0.69]] },
    { photo: 'bus.jpg', feeding: 'libvips', answers: [['person', 0.55]] },
    { photo: 'horses.jpg', feeding: 'libvips', answers: [['horse', 0.42]] },
  ],
  'ultraface-rfb-320': [
    {
      photo: 'zidane.jpg',
      answers: [
        ['face', 1],
        ['face', 0.92],
      ],
      only: true,
    },
    { photo: 'grace_hopper.jpg', answers: [['face', 1]], only: true },
    {
      photo: 'bus.jpg',
      answers: [
        ['face', 0.99],
        ['face', 0.92],
      ],
      only: true,
    },
  ],
  'st-ssd-person': [
    { photo: 'skier.jpg', answers: [['person', 0.96]], only: true },
    {
      photo: 'bus.jpg',
      answers: [
        ['person', 0.88],
        ['person', 0.87],
        ['person', 0.64],
      ],
      only: true,
    },
    {
      photo: 'zidane.jpg',
      answers: [
        ['person', 0.82],
        ['person', 0.72],
      ],
      only: true,
    },
    { photo: 'baseball.jpg', answers: [['person', 0.91]], only: true },
    { photo: 'dog_bike_truck.jpg', answers: [['person', 0.61]], only: true },
  ],
};

/** Labels are those of the shared lists, up to the first comma. */
export const CLASSIFIERS: Readonly<Record<string, readonly Expected[]>> = {
  'squeezenet-fp32': [
    { photo: 'goldfish.jpg', answers: [['goldfish', 0.999]] },
    { photo: 'bear.jpg', answers: [['brown bear', 0.999]] },
    { photo: 'wolves.jpg', answers: [['white wolf', 0.92]] },
    { photo: 'london_bus.jpg', answers: [['trolleybus', 0.88]] },
    {
      photo: 'cat_dog.png',
      feeding: 'uncropped',
      answers: [
        ['bull mastiff', 0.75],
        ['boxer', 0.24],
      ],
    },
  ],
  'squeezenet-fp16': [
    { photo: 'goldfish.jpg', answers: [['goldfish', 0.999]] },
    { photo: 'wolves.jpg', answers: [['white wolf', 0.92]] },
  ],
  'mobilenetv2-imagenet': [
    { photo: 'bear.jpg', answers: [['brown bear', 0.71]] },
    { photo: 'wolves.jpg', answers: [['white wolf', 0.51]] },
    { photo: 'london_bus.jpg', answers: [['trolleybus', 0.46]] },
    { photo: 'goldfish.jpg', answers: [['goldfish', 0.4]] },
    {
      photo: 'cat_dog.png',
      feeding: 'uncropped',
      answers: [
        ['bull mastiff', 0.14],
        ['boxer', 0.09],
        ['tiger cat', 0.02],
      ],
    },
  ],
  'mobilenetv2-flowers': [{ photo: 'sunflower.jpg', answers: [['sunflowers', 1]] }],
  // At 32 x 32 whole grey levels matter: libvips rounds to them, this project does not.
  'cifar10-flatten-cnn': [
    { photo: 'planes.jpg', feeding: 'libvips', answers: [['airplane', 0.76]] },
    { photo: 'london_bus.jpg', feeding: 'libvips', answers: [['automobile', 0.68]] },
    { photo: 'cat_dog.png', answers: [['cat', 0.48]] },
  ],
};
