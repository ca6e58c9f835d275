import { COCO_LABELS } from './labels.ts';
import type { ModelOffer } from './offer.ts';

/** A public model that is known well enough to be read without a guess. */
export interface CatalogueEntry extends ModelOffer {
  /** Key of its words. */
  readonly key: string;
  readonly task: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  /** Where people can read about it. */
  readonly home: string;
}

/** A file in a public repository at one commit: the address always gives the same bytes. */
function atCommit(repository: string, commit: string, path: string) {
  return {
    home: `https://github.com/${repository}`,
    url: `https://raw.githubusercontent.com/${repository}/${commit}/${path}`,
    beside: {},
  };
}

/** Colours from -1 to 1. */
const SIGNED = { scale: 2 / 255, mean: [1], std: [1] };
const ST = 'STMicroelectronics/stm32ai-modelzoo-services';
const ST_COMMIT = '46924c0a8b7617672c12895fa76b0ee202738355';

/** Small models that a page can fetch; addresses, sizes and hashes were read from the files themselves. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    key: 'fastestdet',
    name: 'FastestDet.onnx',
    task: 'detection',
    ...atCommit(
      'dog-qiuqiu/FastestDet',
      '50473cd155cb088aa4a99e64ff6a4b3c24fa07e1',
      'example/onnx-runtime/FastestDet.onnx',
    ),
    bytes: 998169,
    sha256: '31cb14c017fce347cb4c846ec62fdf00d76bb3beecdf4be21e7116ac67feb880',
    licence: 'BSD-3-Clause',
    knowledge: {
      recipe: {
        version: 1,
        task: 'detection',
        input: { width: 352, height: 352, channels: 'BGR', resize: 'stretch' },
        output: { format: 'fastestdet' },
        labels: COCO_LABELS,
        scoreThreshold: 0.6,
      },
    },
  },
  {
    key: 'yoloxNano',
    name: 'yolox_nano.onnx',
    task: 'detection',
    ...atCommit(
      'Kazuhito00/YOLOX-ONNX-TFLite-Sample',
      '3d4f1119d0694200671c08069ecb847aa0d8495a',
      'model/yolox_nano.onnx',
    ),
    bytes: 3660092,
    sha256: '695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14',
    licence: 'Apache-2.0',
    knowledge: {
      recipe: {
        version: 1,
        task: 'detection',
        input: { width: 416, height: 416, channels: 'BGR', scale: 1, resize: 'letterbox-top-left' },
        output: { format: 'yolox' },
        labels: COCO_LABELS,
      },
    },
  },
  {
    key: 'ultraface',
    name: 'version-RFB-320.onnx',
    task: 'detection',
    ...atCommit(
      'Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB',
      'dffdddda9794a50607cba8f318507a28c1c27cab',
      'models/onnx/version-RFB-320.onnx',
    ),
    bytes: 1270727,
    sha256: '34cd7e60aeff28744c657de7a3dc64e872d506741de66987f3426f2b79f88017',
    licence: 'MIT',
    knowledge: {
      recipe: {
        version: 1,
        task: 'detection',
        input: { width: 320, height: 240, scale: 1, mean: [127], std: [128], resize: 'stretch' },
        output: { format: 'scored-boxes', boxes: 'boxes', scores: 'scores', boxUnit: 'relative', background: 'first' },
        labels: ['face'],
        scoreThreshold: 0.7,
        iouThreshold: 0.3,
      },
    },
  },
  {
    key: 'ssdPerson',
    name: 'st_ssd_mobilenet_v1_025_256.onnx',
    task: 'detection',
    ...atCommit(ST, ST_COMMIT, 'common/onnx_utils/sample_models/st_ssd_mobilenet_v1_025_256.onnx'),
    bytes: 2429000,
    sha256: '70674aae051a1c3ca21fb127105eb42df3aca9b805b216c14f50604bc7b5a66d',
    licence: 'Apache-2.0',
    knowledge: {
      recipe: {
        version: 1,
        task: 'detection',
        input: { width: 256, height: 256, ...SIGNED, resize: 'stretch' },
        output: {
          format: 'ssd',
          scores: 'classes_softmax',
          boxes: 'bboxes_concat',
          anchors: 'anchors_concat',
          boxCoding: 'corner',
          anchorUnit: 'relative',
          background: 'first',
        },
        labels: ['person'],
        scoreThreshold: 0.5,
        iouThreshold: 0.5,
      },
    },
  },
  {
    key: 'deeplab',
    name: 'deeplab_v3_1_default_1.onnx',
    task: 'semantic-segmentation',
    ...atCommit(
      'Kazuhito00/Image-Processing-Node-Editor',
      '46979d5b8eacb181abe970e4dd18e8f4cf0e750b',
      'node/deep_learning_node/semantic_segmentation/deeplab_v3/model/deeplab_v3_1_default_1.onnx',
    ),
    bytes: 2781296,
    sha256: '48a46b346ca7e2e96760b8a10a302046a3b5a9ce55e59d4c659c36d9cbd44118',
    licence: 'Apache-2.0',
    knowledge: {
      recipe: {
        version: 1,
        task: 'semantic-segmentation',
        input: { layout: 'NHWC', width: 257, height: 257, ...SIGNED, resize: 'stretch' },
        output: { format: 'class-maps', layout: 'NHWC', activation: 'softmax' },
        labels: (
          'background,aeroplane,bicycle,bird,boat,bottle,bus,car,cat,chair,cow,dining table,dog,horse,motorbike,person,' +
          'potted plant,sheep,sofa,train,television'
        ).split(','),
      },
    },
  },
  {
    key: 'flowers',
    name: 'mobilenet_v2_0.35_128_flowers.onnx',
    task: 'classification',
    ...atCommit(ST, ST_COMMIT, 'common/onnx_utils/sample_models/mobilenet_v2_0.35_128_tfs_channel_first.onnx'),
    bytes: 1653248,
    sha256: '17510359679c8e131f32dbde16d6fd7dff27b99b50a7d23462ad2710ad76fe48',
    licence: 'Apache-2.0',
    knowledge: {
      recipe: {
        version: 1,
        task: 'classification',
        input: { width: 128, height: 128, ...SIGNED, resize: 'stretch' },
        output: { format: 'scores' },
        labels: ['daisy', 'dandelion', 'roses', 'sunflowers', 'tulips'],
      },
    },
  },
  {
    key: 'cifar',
    name: 'cifar10-cnn.onnx',
    task: 'classification',
    ...atCommit(
      'microsoft/Windows-Machine-Learning',
      '155b5eeb1f48b49235f31ef3a68db0bd8707ce89',
      'Samples/Tutorial%20Samples/PyTorch%20Image%20Classification/PyTorchTraining%20-%20Image%20Classification/ImageClassifier.onnx',
    ),
    bytes: 201956,
    sha256: 'd04131695f980c7febadf5e64996500dc4c9a6b1c313a30262d1a78386fc076d',
    licence: 'MIT',
    knowledge: {
      recipe: {
        version: 1,
        task: 'classification',
        input: { width: 32, height: 32, mean: [0.5], std: [0.5], resize: 'stretch' },
        output: { format: 'scores', activation: 'softmax' },
        labels: 'airplane,automobile,bird,cat,deer,dog,frog,horse,ship,truck'.split(','),
      },
    },
  },
];
