import type { StreamWords } from './en.ts';

/** Every word of the live timeline, in simplified Chinese. */
export const zh: StreamWords = {
  title: '实时',
  close: '返回记录',
  source: '数据来源',
  sources: { motion: '运动传感器', microphone: '麦克风', socket: 'WebSocket', serial: '串口' },
  sourceText: {
    motion: '本手机或平板的运动传感器。有些浏览器会先询问。测得的数据留在本设备上。',
    microphone: '按下“开始”时，浏览器会询问是否允许使用麦克风。它听到的内容留在本设备上。',
    socket:
      '每行发送一个样本的服务器：以逗号分隔的数字，或 JSON 数组；如有时间，放在最前面。' +
      '按下“开始”时，页面连接到您输入的地址，不连接其他任何地址；它不发送任何内容。',
    serial:
      'USB 或串口上的开发板，每行发送一个样本：以逗号分隔的数字，或 JSON 数组；如有时间，放在最前面。' +
      '按下“开始”时，浏览器会询问使用哪个端口。',
  },
  settings: '如何读取',
  sensor: '传感器',
  sensors: {
    gravity: '含重力的加速度',
    acceleration: '不含重力的加速度',
    rotation: '旋转（°/s）',
    both: '含重力的加速度和旋转',
  },
  unit: '单位',
  address: '地址',
  baudRate: '波特率',
  lineRate: '每秒样本数（行中没有时间时）',
  hop: '窗口间隔',
  hopOf: (seconds) => (seconds === null ? '窗口的一部分' : `${Number(seconds.toPrecision(3))} 秒`),
  keep: '录制为记录',
  room: (time) => `可容纳 ${time}`,
  method: '方法',
  usual: (method) => `自动（${method}）`,
  usualUnknown: '自动',
  target: '解释',
  top: '最佳回答',
  start: '开始',
  startAgain: '重新开始',
  stop: '停止',
  stopAndOpen: '停止并打开录制内容',
  cancel: '取消',
  keys: '按 Escape 停止。',
  microphoneNumber: (number) => `麦克风 ${number}`,

  needs: (model, channels, rate, seconds) => `${model} 接受${channels}${rate}${seconds}。`,
  anyChannels: '任意数量的通道',
  channels: (count, names) => ` ${count} 个通道${names ? `（${names}）` : ''}`,
  atRate: (rate) => `，${rate} Hz`,
  windowOf: (seconds) => `，每次 ${seconds} 秒`,

  loading: (model) => `正在打开 ${model}…`,
  asking: {
    motion: '正在等待传感器…',
    microphone: '浏览器正在询问本页面能否使用麦克风。',
    socket: '正在连接…',
    serial: '浏览器正在询问使用哪个端口。',
  },
  waiting: (source) => `${source} 已打开。正在等待第一批样本…`,
  choosing: '请在下方说明各列的含义。',
  filling: (seconds, needed) => `第一个窗口：${seconds} / ${needed} 秒。`,
  opening: '第一个窗口已就绪，正在等待回答…',
  stopped: {
    person: '已停止。来源已关闭。',
    hidden: '页面被隐藏，因此来源已关闭。',
    left: '您去了别处，因此来源已关闭。',
  },
  recorded: (time, why) => `${why} 收到的内容在下方，长 ${time}，与其他记录一样：可以解释、逐窗口查看、保存。`,
  recordingName: 'live',
  ready: '尚未打开任何来源。',

  recording: '输入',
  fed: '模型得到的输入',
  predictions: '回答',
  frames: '数值',
  map: '原因',
  sight: (answer) => `最近几秒的回答；最新：${answer}。`,
  mapSight: (label, method) => `最近几秒中支持“${label}”的部分，方法：${method}。`,
  nothing: '尚无回答',
  scale: (label) => `支持“${label}”的部分，按所见内容缩放。`,
  scaleOwn: '支持每个窗口回答的部分，按所见内容缩放。',
  scaleAgnostic: '该层所含的内容，与答案无关，按所见内容缩放。',
  ownAnswer: '每个窗口的回答',
  newest: '最新回答',

  windowsPerSecond: '窗口/秒',
  latency: '从样本到图',
  samplesPerSecond: '样本/秒',
  lost: '丢失的样本',
  kept: '已录制',

  silent: (seconds) => `已有 ${seconds} 秒没有收到任何内容。`,
  losses: ({ broken, missing, late, jumps }) =>
    [
      broken > 0 ? `${broken} 行不是样本` : '',
      missing > 0 ? `按时间缺少 ${missing} 个样本` : '',
      late > 0 ? `${late} 个样本迟到或重复` : '',
      jumps > 0 ? `来源的时钟被调整 ${jumps} 次` : '',
    ]
      .filter(Boolean)
      .join('，')
      .replace(/^(.*)$/, '未使用：$1。'),
  skipped: (windows) => `跳过了 ${windows} 个窗口，因为上一个回答尚未到达。`,
  otherRate: (measured, stated) => `每秒收到 ${measured} 行，而不是 ${stated} 行：请更正该数字，或在每行中发送时间。`,
  noMap: (why) => `只有回答，没有图：没有适合此模型的单次方法。${why}`,
  full: (time) => `录制在 ${time} 后已满；之后的内容只解释，不录制。`,

  columnsTitle: '各列的含义',
  columnsText: (wanted, got) =>
    wanted === null
      ? `每行有 ${got} 个数字。请说明把哪些交给模型。`
      : `模型接受 ${wanted} 个通道，而每行有 ${got} 个数字。请说明各是什么。`,
  timeColumn: '时间',
  noTime: '无',
  timeUnit: '时间单位',
  channel: (number) => `通道 ${number}`,
  column: (number) => `第 ${number} 列`,
  columnNow: (name, value) => `${name}（现为 ${Number(value.toPrecision(4))}）`,
  useColumns: '使用这些',

  faults: {
    noMotion: '此设备没有这样的运动传感器，或浏览器不向页面提供。请在手机上通过 https 打开本页面。',
    motionForbidden: '浏览器不允许本页面使用运动传感器。请在浏览器设置中允许，然后重新开始。',
    noMicrophone: '这里没有麦克风。请接入一个，或选择其他来源。',
    microphoneForbidden: '浏览器不允许本页面使用麦克风。请在地址栏中允许，然后重新开始。',
    microphoneBusy: '无法启动麦克风；可能有其他程序正在使用。请关闭该程序，然后重新开始。',
    microphoneEnded: '麦克风已断开：被拔下，或被浏览器收回。',
    noAddress: '这不是 WebSocket 地址。请输入类似 wss://example.org/stream 或 localhost:8765 的地址。',
    unencrypted: '浏览器只允许页面通过 wss:// 连接其他计算机。请使用 wss://，或在本机（localhost）上运行服务器。',
    socketRefused: (address) => `无法连接 ${address}。请检查地址，以及服务器是否在运行并允许此来源的页面。`,
    socketEnded: (address) => `${address} 已关闭连接。`,
    socketBroken: (address, code, reason) =>
      `与 ${address} 的连接中断（代码 ${code}${reason ? `：${reason}` : ''}）。请重新开始。`,
    noSerial: '此浏览器不向页面提供串口。电脑上的 Chrome、Edge 和 Opera 可以。',
    serialForbidden: '浏览器不允许本页面使用串口。',
    noPort: '没有选择端口。请接上开发板，重新开始并选择它。',
    portBusy: '无法打开端口；可能有其他程序正在使用，例如串口监视器。请关闭该程序，然后重新开始。',
    serialGone: '开发板已断开：被拔下或关闭。',
    noNumbers: (line) =>
      `收到的不是样本：“${line}”。应为每行一个样本：0.1,-0.2,9.8 或 [0.1, -0.2, 9.8]，如有时间放在最前面。使用串口时，波特率可能不对。`,
    timesStuck: '时间列没有逐行增加。请重新开始并选择另一列，或不选。',
    channels: (wanted, got) =>
      `模型接受 ${wanted} 个通道，而此来源有 ${got} 个。请选择其他来源，或接受 ${got} 个通道的模型。`,
    noSeries: (name) => `${name} 不是处理记录的模型。请打开接受传感器数据或声音的模型。`,
  },
};
