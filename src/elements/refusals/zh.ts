import type { XaiError } from '../../core/errors.ts';
import type { Refusals } from './refusals.ts';

/** The file that an error names, in quotes, or what stands for it. */
const file = ({ file }: XaiError, otherwise: string) => (file ? `“${file}”` : otherwise);
const option = ({ option }: XaiError, otherwise: string) => (option ? `选项“${option}”` : otherwise);
const node = ({ node, operator }: XaiError) =>
  node ? `问题在节点“${node}”${operator ? `（${operator}）` : ''}。` : operator ? `问题在算子 ${operator}。` : '';

/** Errors in simplified Chinese, by their code. */
export const refusalsZh: Required<Refusals> = {
  'model-unreadable': (e) => `${file(e, '该模型')}无法作为 ONNX 模型读取。请检查文件是否完整，或重新导出。`,
  'model-external-data': (e) => `模型的权重在另一个文件${e.file ? `“${e.file}”` : ''}里。请把它与模型一起提供。`,
  'model-unsupported': (e) => `模型含有运行时不认识的内容。${node(e)}请用更常见的 opset 重新导出。`,
  'model-dynamic-axis': (e) => `模型和配方都没有规定输入的大小。${node(e)}请在配方里写明大小。`,
  'model-fetch': (e) => `无法获取${file(e, '该模型')}。请检查地址和网络，或直接提供文件。`,
  'model-integrity': (e) => `${file(e, '该模型')}不是所要的文件：大小或哈希不符。请重新获取。`,
  'model-output': (e) => `模型的输出无法使用：数值不是有限的，或形状不对。${node(e)}请检查配方和预处理。`,
  'recipe-missing': () => '没有任何信息说明如何输入和读取该模型。请提供配方，或在页面上写一个。',
  'recipe-invalid': (e) => `配方${e.file ? `“${e.file}”` : ''}有误，或与模型不符。请按下面的说明更正。`,
  'labels-invalid': (e) => `${file(e, '标签列表')}不是每个类别正好一个标签。请提供训练该模型时用的列表。`,
  'picture-unreadable': (e) => `${file(e, '该图片')}无法作为图片读取。请存为 PNG、JPEG 或 WebP。`,
  'picture-too-large': (e) => `${file(e, '该图片')}太大。请缩小后再试。`,
  'picture-fetch': (e) => `无法获取${file(e, '该图片')}。请检查地址，以及服务器是否允许其他页面获取。`,
  'recording-unreadable': (e) => `${file(e, '该记录')}无法这样读取，或不适合该模型；原因见下。`,
  'recording-too-large': (e) => `${file(e, '该记录')}太长。请分成几段分别提供。`,
  'session-invalid': (e) => `${file(e, '会话文件')}不符合规范，或提到了不存在的内容。请按下面的说明更正。`,
  'explanation-invalid': (e) => `${file(e, '保存的解释')}不是一份解释，或没有收到。请重新保存。`,
  'no-detections': () => '模型在这里没有找到可以解释的内容。请降低阈值，或画一个框。',
  'target-missing': () => '这次回答里没有所问的内容。请选择模型找到的一项。',
  'option-invalid': (e) => `${option(e, '某个选项')}的值不被允许。允许的值见下。`,
  'method-unsupported': (e) => `该方法不适用于这个模型。${node(e)}请选择另一种；列表里写明哪些可用。`,
  'batch-fixed': (e) => `模型每次只接受固定数量的图片。${node(e)}请以可变的批次轴导出，或选择不需要批次的方法。`,
  'backend-unavailable': () => '这里没有所选的计算后端（GPU 或处理器）。请选择另一个，或交给页面决定。',
  'device-lost': () => '图形处理器失去响应。请再试一次，或改用处理器计算。',
  'out-of-memory': () => '内存不足。请关闭其他程序，或使用更小的模型、每次少做一些。',
  'engine-failed': () => '计算引擎崩溃且未能恢复。请重新加载页面。',
  'input-missing': (e) => `${file(e, '某个文件或文件夹')}不存在。请检查名称，或重新提供。`,
  'data-unreadable': (e) => `无法读取${file(e, '数据集')}。原因见下；支持的格式见帮助。`,
  'output-unwritable': (e) => `无法写入${file(e, '结果')}。请检查空间和权限。`,
};
