const en = {
  pages: 'Pages of the help',
  search: 'Search the help',
  found: (count: number) => (count === 1 ? '1 place' : `${count} places`),
  nothing: (asked: string) => `Nothing in the help has “${asked}”.`,
  noPage: (name: string) => `The help has no page “${name}”. Choose one of these.`,
  /** Said where the app speaks another language. */
  inEnglish: '',
  failed: 'The help could not be loaded. Connect to the network once; from then on it is kept.',
};

export type HelpWords = typeof en;

const de: HelpWords = {
  pages: 'Seiten der Hilfe',
  search: 'Hilfe durchsuchen',
  found: (count) => (count === 1 ? '1 Stelle' : `${count} Stellen`),
  nothing: (asked) => `In der Hilfe steht nichts von „${asked}“.`,
  noPage: (name) => `Die Hilfe hat keine Seite „${name}“. Wähle eine von diesen.`,
  inEnglish: 'Die Hilfe gibt es nur auf Englisch.',
  failed: 'Die Hilfe konnte nicht geladen werden. Verbinde dich einmal mit dem Netz; danach bleibt sie hier.',
};

const zh: HelpWords = {
  pages: '帮助页面',
  search: '搜索帮助',
  found: (count) => `${count} 处`,
  nothing: (asked) => `帮助中没有“${asked}”。`,
  noPage: (name) => `帮助中没有页面“${name}”。请从下面选择。`,
  inEnglish: '帮助仅提供英文版。',
  failed: '无法加载帮助。请联网一次，之后会保存在本机。',
};

/** Words of the help's frame; its pages are in English. */
export const helpTables = { en, de, zh };
