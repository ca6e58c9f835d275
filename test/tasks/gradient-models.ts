import type { RealGradient } from './directional.ts';

const squeezenet = { model: 'squeezenet-fp32', photo: 'goldfish.jpg', target: 'pool10_1' };
const mobilenet = { model: 'mobilenetv2-imagenet', photo: 'cat_dog.png', target: 'output' };
const flowers = {
  model: 'mobilenetv2-flowers',
  photo: 'sunflower.jpg',
  target: 'mobilenet_v2_alpha_0.35/dense/BiasAdd:0',
};
const cifar = { model: 'cifar10-flatten-cnn', photo: 'cat_sitting.jpg', target: 'modelOutput' };
// Rows 0 to 3 of YOLOv8's output are boxes, of 2100 proposals each.
const yolov8 = { model: 'yolov8n-320', photo: 'dog_bike_truck.jpg', target: 'output0', from: 4 * 2100 };
const yolov8seg = { model: 'yolov8n-seg-320', photo: 'bus.jpg', target: 'output0', from: 4 * 2100 };
const yolox = { model: 'yolox-nano', photo: 'dog_bike_truck.jpg', target: '1174' };
const fastestdet = { model: 'fastestdet', photo: 'horses.jpg', target: 'onnx::Concat_744' };
const ultraface = { model: 'ultraface-rfb-320', photo: 'zidane.jpg', target: '459' };
const ssd = { model: 'st-ssd-person', photo: 'skier.jpg', target: 'model_1/classes_concat/concat:0' };
const deeplab = { model: 'deeplabv3-mnv2', photo: 'bus.jpg', target: 'logits/semantic/BiasAdd' };

/** Models that run in milliseconds. */
export const QUICK_GRADIENTS: readonly RealGradient[] = [
  { ...squeezenet, layer: 'conv10_2' },
  squeezenet,
  { ...flowers, layer: 'mobilenet_v2_alpha_0.35/re_lu_34/Relu6:0' },
  flowers,
  { ...cifar, layer: '43' },
  cifar,
  { ...fastestdet, layer: 'onnx::Conv_738' },
  fastestdet,
  { ...ultraface, layer: '314' },
  ultraface,
  { ...ssd, layer: 'model_1/fmap_0/add:0' },
  ssd,
];

export const SLOW_GRADIENTS: readonly RealGradient[] = [
  { ...mobilenet, layer: 'hardtanh_34' },
  mobilenet,
  { ...yolov8, layer: '/model.15/cv2/act/Mul_output_0' },
  yolov8,
  { ...yolov8seg, layer: '/model.15/cv2/act/Mul_output_0' },
  yolov8seg,
  { ...yolox, layer: '1024' },
  yolox,
  { ...deeplab, layer: 'Relu__94:0' },
  deeplab,
];
