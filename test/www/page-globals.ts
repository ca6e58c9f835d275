/** Puts in place what modules of the app read of the page when they are loaded; to be called before they are. */
export function standInForPage(): void {
  Object.assign(globalThis, { location: new URL('http://localhost/?lang=en') });
  if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: { languages: ['en'] } });
}
