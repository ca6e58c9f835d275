const RECORDING = /\.(csv|tsv|txt|wave?)$/i;
const SESSION = /\.session\.json$/i;
/** Files that belong to recordings, or to a drawn data set, and are none themselves. */
const BESIDE = /(^|[./])(labels|events|scores|predictions)\.(csv|tsv|txt)$/i;

/** Whether a file holds a whole session, by its name. */
export function isSessionName(name: string): boolean {
  return SESSION.test(name);
}

/** Whether a file is a recording or a session, by its name. */
export function isSeriesName(name: string): boolean {
  return (RECORDING.test(name) && !BESIDE.test(name)) || SESSION.test(name);
}

/** Where the labels of a recording lie: `walk.labels.csv` beside `walk.csv`. */
export function labelsNameOf(recording: string): string {
  return `${recording.replace(/\.[^.]+$/, '')}.labels.csv`;
}
