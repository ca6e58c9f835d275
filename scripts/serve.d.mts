export interface ServeOptions {
  /** The folder served at `/`. */
  root?: string;
  /** More folders, by the prefix they are served under (`/models/`). */
  mounts?: Record<string, string>;
  /** Answers held in memory, by path (`/index.html`, or `/` for the page itself). */
  pages?: Record<string, string | Uint8Array>;
  /** Headers that go with every answer. */
  headers?: Record<string, string>;
  /** 0, the default, takes a free port. */
  port?: number;
}

export interface Server {
  /** Address of the root, with a trailing slash. */
  url: string;
  port: number;
  stop(): Promise<void>;
}

export const isolation: Record<string, string>;
export const strictPolicy: Record<string, string>;
export function startServer(options: ServeOptions): Promise<Server>;
