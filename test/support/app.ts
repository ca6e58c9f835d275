import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from '../../scripts/build-app.mjs';
import { isolation, type Server, startServer, strictPolicy } from '../../scripts/serve.mjs';
import { sharedFolder } from './fixtures.ts';

export interface BuiltApp {
  readonly folder: string;
  /** Serves it under the strict policy, with the shared models and axe; on the port that it had before, if any. */
  serve(options?: { isolated?: boolean }): Promise<Server>;
  remove(): void;
}

/** Builds the app as it is shipped into a folder of its own. */
export async function buildTestApp(): Promise<BuiltApp> {
  mkdirSync('.build', { recursive: true });
  const folder = mkdtempSync(path.join('.build', 'app-'));
  await buildApp(folder);
  let port = 0;
  return {
    folder,
    async serve({ isolated = true } = {}) {
      const server = await startServer({
        root: folder,
        mounts: { '/shared/': sharedFolder, '/axe/': 'node_modules/axe-core' },
        headers: { ...(isolated ? isolation : {}), ...strictPolicy },
        port,
      });
      port = server.port;
      return server;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
