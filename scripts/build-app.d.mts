/** Writes the app into a folder, which is emptied first. */
export function buildApp(folder: string): Promise<void>;
export function copyRuntime(folder: string): void;
