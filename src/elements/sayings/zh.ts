import type { Sayings } from './speaker.ts';

/** What the library says of methods, layers, models and maps, in Chinese. */
export const sayingsZh: Sayings = {
  // What methods cost.
  'one pass': '一次前向计算',
  'one pass, for all classes together': '一次前向计算，所有类别共用',
  'one pass up to the layer': '一次计算，只到该层为止',
  'one pass up to the last feature map, for all classes together': '一次计算，到最后的特征图为止，所有类别共用',
  'one forward and backward pass a target': '每个目标一次前向和反向计算',
  'one forward and backward pass a target; the backward pass only from the score to the layer':
    '每个目标一次前向和反向计算；反向只从得分到该层',
  'some fifty forward and backward passes a target, more where its gradient is uneven':
    '每个目标约五十次前向和反向计算，梯度起伏之处更多',
  'one forward and backward pass a noisy copy and target, 25 copies by default':
    '每份加噪图片、每个目标一次前向和反向计算，默认 25 份',
  'one pass for the logits, then one forward and backward pass a target':
    '一次计算得到 logits，然后每个目标一次前向和反向计算',
  'one pass of the model per mask, for all classes together': '每个掩膜一次模型计算，所有类别共用',
  'one pass of the model per mask, for all boxes together': '每个掩膜一次模型计算，所有框共用',
  'one pass of the model per patch, for all targets together': '每个图块一次模型计算，所有目标共用',
  'one pass of the model per channel of the layer': '该层每个通道一次模型计算',
  'one pass of the model per channel of the layer, for all classes together': '该层每个通道一次模型计算，所有类别共用',
  'one pass of the model per window and target, two for classes': '每个窗口、每个目标一次模型计算，类别则为两次',
  'one pass of the part behind the layer per channel of the layer, for all targets together':
    '该层每个通道，对其后部分计算一次，所有目标共用',
  'one pass of the part behind the layer per place of the layer, for all classes together':
    '该层每个位置，对其后部分计算一次，所有类别共用',
  'one pass of the last block per patch, for all classes together': '每个图块，对最后一个模块计算一次，所有类别共用',

  // Why a method is not offered.
  'It explains {tasks}; this model is for {task}.': '它用于解释{tasks}；此模型用于{task}。',
  'It needs a head of a mean over all places and one linear layer, and this model has another.':
    '它需要由所有位置的平均值和一个线性层组成的输出头，而此模型的输出头不同。',
  'It needs attention of all patches to all patches from block to block, and this model has none.':
    '它需要逐块的、所有图块之间的注意力，而此模型没有。',
  'It needs attention over patch tokens that are not grouped into windows, and this model has none.':
    '它需要未划分为窗口的图块注意力，而此模型没有。',
  'It is for transformers; no layer of this model is a sequence of tokens.':
    '它用于 Transformer；此模型没有任何层是 token 序列。',
  'It needs a layer with places of the picture, and this model has none.': '它需要保留图片位置的层，而此模型没有。',
  '{first!}, {second!}, {third!}, {fourth!}, {fifth!} and {last!}':
    '{first}、{second}、{third}、{fourth}、{fifth}和{last}',
  '{first!}, {second!}, {third!}, {fourth!} and {last!}': '{first}、{second}、{third}、{fourth}和{last}',
  '{first!}, {second!}, {third!} and {last!}': '{first}、{second}、{third}和{last}',
  '{first!}, {second!} and {last!}': '{first}、{second}和{last}',
  '{first!} and {last!}': '{first}和{last}',
  classification: '分类',
  tagging: '打标签',
  detection: '目标检测',
  'instance-segmentation': '实例分割',
  'semantic-segmentation': '语义分割',
  embedding: '特征向量',
  attributes: '属性识别',
  series: '记录数据',

  // Why a layer is offered.
  'named by the recipe: {reason}': '由配方指定：{reason}',
  'between picture and answer': '位于图片与答案之间',
  'one map for each class before {node} weighs all places': '{node} 对所有位置加权之前，每个类别一张图',
  'one map for each class before {node} sums up all places': '{node} 汇总所有位置之前，每个类别一张图',
  'the last map before {node} weighs all places': '{node} 对所有位置加权之前的最后一张特征图',
  'the last map before {node} sums up all places': '{node} 汇总所有位置之前的最后一张特征图',
  'the same after {node}': '同上，在 {node} 之后',
  'what the last attention reads ({node}); after it only {head} counts':
    '最后一个注意力层读取的内容（{node}）；其后只有 {head} 起作用',
  'what {node} makes the class maps of': '{node} 生成各类别图所用的内容',
  'what {node} of the head reads': '输出头中 {node} 读取的内容',
  'the answers of {node} at every place': '{node} 在每个位置的答案',
  'feeds the head at {grid} places': '向输出头提供 {grid} 个位置',
  'the last features at {grid} places before the head': '输出头之前、{grid} 个位置上的最后特征',
  'the last map at {grid} places': '{grid} 个位置上的最后一张特征图',
  'further back: {node}': '更靠前：{node}',
  'the output "{name}"': '输出“{name}”',

  // How a model was recognised.
  'The recipe was given.': '配方是给定的。',
  '{file} lies beside the model.': '{file} 与模型放在一起。',
  'The file\'s own metadata (Ultralytics) names the task "{task}" and {count} classes.':
    '文件自带的元数据（Ultralytics）写明任务为“{task}”，共 {count} 个类别。',
  'The output {shape} has a row of corners, score and class for each detection.':
    '输出 {shape} 中每个检测结果占一行：角点、得分和类别。',
  'The output {shape} has 4 numbers of a box and a score per class.': '输出 {shape} 含框的 4 个数和每个类别的得分。',
  'The output {shape} has 4 numbers of a box, objectness and a score per class.':
    '输出 {shape} 含框的 4 个数、物体置信度和每个类别的得分。',
  'config.json names the architecture {name}.': 'config.json 写明结构为 {name}。',
  'preprocessor_config.json says how pictures are resized and normalised.':
    'preprocessor_config.json 写明了图片如何缩放和归一化。',
  'There is no preprocessor_config.json: pixels are assumed to be scaled to 0..1 and the picture to be stretched.':
    '没有 preprocessor_config.json：假定像素缩放到 0..1，图片拉伸到输入大小。',
  'Guessed semantic segmentation because the output {shape} has {count} scores for each place.':
    '推测为语义分割，因为输出 {shape} 在每个位置有 {count} 个得分。',
  'Guessed a classifier because the one output {shape} is a score for each of {count} classes; their names are not in the file.':
    '推测为分类模型，因为唯一的输出 {shape} 是 {count} 个类别各自的得分；文件里没有类别名称。',
  'Guessed that the scores are probabilities because the graph has one Softmax.':
    '推测得分是概率，因为计算图中恰有一个 Softmax。',
  'Guessed that the scores are logits because the graph does not have exactly one Softmax.':
    '推测得分是 logits，因为计算图中并非恰有一个 Softmax。',
  'The input takes bytes, so pixels are fed as they are, in RGB.': '输入接受字节，因此像素按原值以 RGB 输入。',
  'Guessed RGB scaled to -1..1 because the file comes from TensorFlow, whose mobile models want that: check it.':
    '推测为缩放到 -1..1 的 RGB，因为文件来自 TensorFlow，其移动端模型如此要求：请核对。',
  'Guessed BGR pixels minus 128 because the file comes from Caffe2, whose examples do that: check it.':
    '推测为减去 128 的 BGR 像素，因为文件来自 Caffe2，其示例如此：请核对。',
  'Assumed grey levels scaled to 0..1: check it.': '假定为缩放到 0..1 的灰度：请核对。',
  "Assumed RGB with ImageNet's mean and standard deviation, as torchvision does: check it.":
    '假定为 RGB，并采用 ImageNet 的均值和标准差，与 torchvision 相同：请核对。',
  'Assumed the centre crop that is usual with ImageNet.': '假定采用 ImageNet 常用的中心裁剪。',
  'Assumed that the picture is stretched to the input.': '假定图片拉伸到输入大小。',
  'Guessed a detector with NMS or TopK in the graph because its outputs are called "{boxes}", "{scores}" and "{labels}".':
    '推测为图内含 NMS 或 TopK 的检测模型，因为其输出名为“{boxes}”、“{scores}”和“{labels}”。',
  'Guessed stretching and RGB scaled to 0..1 because the second input "{name}" is that of the RT-DETR family.':
    '推测为拉伸并把 RGB 缩放到 0..1，因为第二个输入“{name}”属于 RT-DETR 系列。',
  'Assumed a centred letterbox and RGB scaled to 0..1: nothing in the file tells, so check them.':
    '假定四周居中留边、RGB 缩放到 0..1：文件中没有说明，请核对。',
  'The file does not tell the number of classes: up to {count} are read, without names.':
    '文件没有说明类别数：最多读取 {count} 个，没有名称。',
  'Guessed finished detections because the one output {shape} has room for two corners, a score and a class in each row.':
    '推测输出已是检测结果，因为唯一的输出 {shape} 每行恰可放两个角点、一个得分和一个类别。',
  'Assumed a centred letterbox and RGB scaled to 0..1, as YOLOv10 and its successors have.':
    '假定四周居中留边、RGB 缩放到 0..1，与 YOLOv10 及其后续版本相同。',
  'Guessed an SSD because the output "{name}" {shape} looks like anchors for {boxes} and {scores}.':
    '推测为 SSD，因为输出“{name}” {shape} 看起来是 {boxes} 和 {scores} 的锚框。',
  'Assumed corner offsets in anchor sizes, a background class first, and RGB scaled to -1..1: check them.':
    '假定角点偏移以锚框大小计、背景类别在最前、RGB 缩放到 -1..1：请核对。',
  'Guessed UltraFace because {count} proposals with two scores are what it has at {size}.':
    '推测为 UltraFace，因为它在 {size} 时正好有 {count} 个各带两个得分的候选框。',
  'Assumed its normalisation (pixel - 127) / 128 in RGB.': '假定采用其归一化：RGB，(像素 - 127) / 128。',
  'Guessed YOLOv8 or YOLO11 because the output {shape} has a column for each of the {count} cells at {size} with strides {strides}.':
    '推测为 YOLOv8 或 YOLO11，因为输出 {shape} 对 {size}、步长 {strides} 下的 {count} 个单元各有一列。',
  'Assumed a centred letterbox and RGB scaled to 0..1, as its exporter does.':
    '假定四周居中留边、RGB 缩放到 0..1，与其导出工具相同。',
  'Guessed YOLOX because the output {shape} has a row for each of the {count} cells at {size} with strides {strides}.':
    '推测为 YOLOX，因为输出 {shape} 对 {size}、步长 {strides} 下的 {count} 个单元各有一行。',
  'Assumed that boxes are decoded in the graph because it has an Exp node.':
    '假定框已在计算图中解码，因为图中有 Exp 节点。',
  'Assumed that boxes are not decoded in the graph because it has no Exp node.':
    '假定框未在计算图中解码，因为图中没有 Exp 节点。',
  'Assumed BGR pixels 0..255 and a letterbox that pads right and below, as YOLOX has since version 0.1.1.':
    '假定为 0..255 的 BGR 像素，并在右侧和下方留边，与 YOLOX 0.1.1 版起相同。',
  'Guessed YOLOv5 or YOLOv7 because the output {shape} has three rows for each of the {count} cells at {size} with strides {strides}.':
    '推测为 YOLOv5 或 YOLOv7，因为输出 {shape} 对 {size}、步长 {strides} 下的 {count} 个单元各有三行。',
  'Assumed a centred letterbox and RGB scaled to 0..1.': '假定四周居中留边、RGB 缩放到 0..1。',
  'Guessed FastestDet because the one output {shape} is a map at a sixteenth of the input with {count} classes and 5 more channels.':
    '推测为 FastestDet，因为唯一的输出 {shape} 是输入十六分之一大小的图，含 {count} 个类别和另外 5 个通道。',
  'Assumed BGR scaled to 0..1 and stretching, as its examples do.': '假定为缩放到 0..1 的 BGR 并拉伸，与其示例相同。',
  'Guessed a model of recordings because the input is {shape}.': '推测为处理记录数据的模型，因为输入是 {shape}。',
  "Assumed YAMNet's log-mel patches of 64 bands and 96 frames at 16 kHz because of that shape: check it.":
    '由该形状假定为 YAMNet 的 log-mel 片段：16 kHz、64 个频带、96 帧：请核对。',
  'Assumed sound in -1..1 at 16 kHz: check it.': '假定为 16 kHz、取值 -1..1 的声音：请核对。',
  'Assumed samples as they are recorded, at whatever rate: check it.': '假定为原始采样值，采样率不限：请核对。',
  'Guessed one value per frame in "{name}" because its length is open.': '推测“{name}”每帧一个值，因为其长度未定。',

  // What is good to know of a map, and of how it was made.
  'There is no WebGPU here; other backends do without.': '此处没有 WebGPU，改用处理器计算。',
  'WebGPU found no adapter here; other backends do without.': 'WebGPU 在此处没有找到显卡，改用处理器计算。',
  'WebGPU runs in software here ({adapter}), which is slower than wasm. Ask for the backend "webgpu" to use it all the same.':
    'WebGPU 在此处只是软件模拟（{adapter}），比处理器直接计算更慢，因此用处理器。仍想使用时请选择“webgpu”。',
  'WebGPU gave no device on {adapter}; other backends do without.':
    'WebGPU 未能在 {adapter} 上给出设备，改用处理器计算。',
  'WebGPU could not open this model, so it runs on wasm. ({cause})':
    'WebGPU 无法打开此模型，因此用处理器（wasm）计算。（{cause}）',
  'The graphics device was lost; the model was opened again on a new one.':
    '显卡设备曾丢失；模型已在新设备上重新打开。',
  'The graph ends in rows of detections, so pictures are run one by one.':
    '计算图以检测结果的行结尾，因此图片逐张计算。',
  'Pictures are run one by one: {cause}': '图片逐张计算：{cause}',
  'Pictures are run one by one, since a batch of two did not give what single runs give ({difference}).':
    '图片逐张计算，因为两张一批的结果与单张不同（{difference}）。',
  'The file takes {count} pictures a run and no other number; it was rewritten for one and checked against the file.':
    '该文件每次只接受 {count} 张图片；已改写为单张，并与原文件核对。',
  'The batch axis, fixed at 1 in the file, was freed and checked against single runs.':
    '文件中固定为 1 的批次轴已放开，并与单张计算核对过。',
  'Changed layers are run one by one: a batch of two did not give what single runs give ({difference})':
    '改动后的层逐个计算：两个一批的结果与单个不同（{difference}）',
  'Changed layers are run one by one: {cause}': '改动后的层逐个计算：{cause}',
  'Nothing that was changed in "{layer}" changes this answer, or all that does speaks against it; another layer may.':
    '对“{layer}”的任何改动都不影响此答案，或都不利于它；换一层也许会。',
  'Nothing that was changed in "{layer}" changes this answer; another layer may.':
    '对“{layer}”的任何改动都不影响此答案；换一层也许会。',
  'attention-rollout shows what the model looks at, whatever the target; grad-cam asks about the target.':
    'attention-rollout 显示模型看向哪里，与目标无关；grad-cam 针对目标。',
  '{name} shows what the layer holds, whatever the target; {neighbour} asks about the target.':
    '{name} 显示该层所含内容，与目标无关；{neighbour} 针对目标。',
  'This method explains the prediction as a whole: the map is the same for every class.':
    '此方法解释整个预测：每个类别的图都相同。',
  'Rounding of the quantised model was taken for the identity on the way back.': '反向计算时，量化模型的取整视为恒等。',
  'The map sums to {sum}; the score rises by {rise} from the baseline.': '图的总和为 {sum}；得分从基线上升 {rise}。',
  'Sum and rise differ by more than 5 %.': '总和与上升量相差超过 5 %。',
  'Take more steps to bring them together.': '增加步数可使两者接近。',
  'So it is in {count} of {all} windows.': '{all} 个窗口中有 {count} 个如此。',
  'Boxes were compared, not masks: masks are compared in a run of their own.':
    '比较的是框而不是掩膜：掩膜需单独运行来比较。',
  'Answered from the 32 best proposals kept of each mask.': '由每个掩膜保留的 32 个最佳候选框得出。',
  'No mask changed the score of this target, so there is no evidence for it in the picture: the map says nothing.':
    '没有任何掩膜改变此目标的得分，因此图片中没有依据：此图不说明任何问题。',
  'The gradient of this answer is 0 everywhere, so the map says nothing: the score does not move with small changes. Ask for another part of the box, or use a method with masks.':
    '该回答的梯度处处为 0，因此这张图没有说明任何内容：微小变化不会改变得分。请询问框的另一部分，或使用带掩膜的方法。',
  'Fewer than {count} masks are too few to say how sure this map is: ask for some hundreds.':
    '少于 {count} 个掩膜不足以说明此图有多可靠：请用几百个。',
  'One mask tells nothing: ask for some hundreds.': '一个掩膜说明不了什么：请用几百个。',
  '{method} was not possible: {cause}': '{method} 无法进行：{cause}',

  // What maps along a recording are of.
  "each window's own answer": '每个窗口自己的回答',
  'mean {output}': '{output} 的平均值',

  // What metrics ask.
  'Does the score rise when only what the map keeps is shown?': '只显示图所保留的部分时，得分是否上升？',
  'How far can noise that nobody sees move the map?': '肉眼看不见的噪声能让图变动多大？',
  'Do few pixels hold most of the weight?': '是否少数像素就占了大部分权重？',
  'Does the strongest pixel lie in the object?': '最强的像素是否落在物体上？',
  'Is the weight spread over the whole picture?': '权重是否散布于整张图片？',
  'Do the strongest pixels make up the object?': '最强的像素是否正好构成物体？',
  'Would the map be the same, made again with another seed or in a picture stored anew?':
    '换一个种子，或把图片重新保存后，图是否相同？',
  'How far does the map move in a noisy picture?': '在加噪图片中，图变动多大？',
  'How much of what the score could still gain comes when only what the map keeps is shown?':
    '只显示图所保留的部分时，得分还能提升的余量实现了多少？',
  'How soon is the answer lost when the strongest pixels are hidden first?': '先遮住最强的像素时，答案多快消失？',
  'How much of the score is lost when only what the map keeps is shown?': '只显示图所保留的部分时，得分损失多少？',
  'Does the map keep the score, say the same of what it keeps, and stay small?':
    '图能否保住得分、对所保留部分说法一致，并保持小巧？',
  'Does the map change when the model forgets what it has learnt?': '模型遗忘所学之后，图是否改变？',
  'How badly does the map foretell what hiding a square costs?': '图对遮住一个方块的代价预测得有多差？',
  'How soon does the answer come back when the strongest pixels are shown first?': '先显示最强的像素时，答案多快恢复？',
  'How much of the evidence lies in the object?': '依据中有多少落在物体上？',
  'Do other methods, or other seeds, say the same?': '其他方法或其他种子是否说法一致？',
  'Does removing the strongest pixels hurt more than removing the weakest?': '移除最强的像素是否比移除最弱的损害更大？',
};
