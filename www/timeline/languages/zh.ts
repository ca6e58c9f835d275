import type { TimelineViewWords } from './en.ts';

/** Every word of the Timeline view, in simplified Chinese. */
export const zh: TimelineViewWords = {
  title: '解释一段记录',
  examples: {
    motion: {
      title: '动作',
      text:
        '一个模型根据加速度计的两秒数据区分五种动作，正在查看本页面绘制的一段记录。' +
        '在它的回答上移动，可以看到它得到的输入；下方的条带说明是哪些时刻让它这样回答。',
    },
    'motion-shortcut': {
      title: '动作，走了捷径',
      text:
        '它的孪生模型所学的记录中，每个圆圈都伴随一次故障：某个轴上接触不良。' +
        '看看它回答“circle”时在看哪里：在动作旁边。',
    },
    'motion-recurrent': {
      title: '动作，循环网络',
      text: '它逐个读取时间步并记住内容。Integrated Gradients 沿所有时间步回溯：红色的采样支持回答，蓝色的削弱回答。',
    },
    sound: {
      title: '声音',
      text: '噪声中的纯音、咔嗒声和扫频，表示为频率随时间变化的图。热图叠加在模型的输入之上。点击播放，听听它说的是什么。',
    },
  },
  drawAnother: '再画一段记录',
  choose: '选择文件',
  live: '实时',
  yourFiles: '您的文件',
  modelHere: '模型',
  recordingHere: '记录',
  labelsHere: '标签',
  predictionsHere: '回答',
  none: '–',
  recordingFirst:
    '请在任意位置拖入一段记录（CSV 或 WAV）、它的标签（start、end、label，如果有），以及处理记录的 ONNX 模型。',
  modelNext: '现在请拖入处理记录的 ONNX 模型，如有配方（.json）请一并拖入。',
  dropHint: '随时可以拖入更多文件：其他记录、标签、配方，或在别处得到的回答。',
  unknownFiles: (names) =>
    `未使用：${names.slice(0, 3).join('、')}${names.length > 3 ? `，另有 ${names.length - 3} 个` : ''}。时间轴接受` +
    ' .onnx 模型、配方、记录（.csv、.wav、.session.json）和标签文件（.csv）。',
  saveRecording: (kind) => `记录（${kind}）`,
  saveLabels: '标签（CSV）',
  saveAnswers: '回答（CSV）',
  saveSession: '会话（JSON）',
  asAnswers: '显示为回答',
  asLabels: '显示为标签',

  csv: {
    title: '如何读取该文件',
    times: '时间列',
    timesAuto: '按名称识别',
    timesNone: '没有',
    unit: '时间单位',
    unitAuto: '自动识别',
    rate: '每秒采样数',
    rateHint: '由时间得出',
    channel: (number, name) => (name === null ? `通道 ${number}` : `用于“${name}”`),
    read: '按此读取',
  },

  reportTitle: '整段记录说明了什么',
  confusionTitle: '正确与错误',
  confusionText: (right, judged) => `有标签可对照的窗口中，${right} / ${judged} 个回答正确。`,
  commonError: (label, answer, times) => `最常见的错误：把 ${label} 当作 ${answer}，${times} 次。`,
  labelAgainstAnswer: '标签 ↓ 回答 →',
  nothingJudged: '没有标签，就无法判断对错。请拖入含 start、end 和 label 的 CSV 文件。',
  wrongTitle: '最有把握的错误',
  wrongText: '模型最有把握却答错的窗口。点击其中一个查看。',
  nothingWrong: '有标签可对照的窗口全部回答正确。',
  insteadOf: (answer, meant) => `回答 ${answer}，实为 ${meant}`,
  sharesTitle: '在事件上，还是在旁边',
  shareText: '在回答正确的窗口中：让模型这样回答的依据有多少位于标签之内。竖线表示没有偏好的图会有多少。',
  looksAt: '它看的是事件本身。',
  looksBeside: (labels) => `它看的是所说内容的旁边：${labels.join('、')}。`,
  shareOf: (label, weight, chance, windows) =>
    `${label}：${weight} 的权重位于其标签之内，无偏好时为 ${chance}，${windows} 个窗口`,
  against: (chance) => `随机为 ${chance}`,
  noShares: '没有哪个带标签的窗口既回答正确又已解释。',
  meanTitle: '它看窗口中的哪里',
  meanText: '每种回答的窗口平均图：它依据哪个通道，以及窗口的哪一部分。',
  meanAxis: (seconds) => `从窗口开始到结束，${Number(seconds.toPrecision(3))} 秒`,
  meanAlt: (label) => `回答为 ${label} 的窗口的平均图`,
  meanPart: (third, from, to, channel) =>
    `主要在${['前段', '中段', '后段'][third]}（${from.toFixed(1)} 至 ${to.toFixed(1)} 秒）${channel}。`,
  meanChannel: (name, share) => `，其中 ${Math.round(100 * share)} % 在 ${name}`,
  meanNothing: '没有任何内容提高它的得分。',
  windows: (count) => `${count} 个窗口`,
  highBands: '高',
  lowBands: '低',
  needsModel: '这需要一个给出类别的模型，以及它的图。',
  underWay: '正在解释。',
  needsSession: '要看到这些，请解释整段记录。使用遮挡方法需要一些时间；随时可以停止。',
  explainSession: '解释整段记录',
};
