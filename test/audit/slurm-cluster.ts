import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's `slurm-wlm` brings the first four, `munge` the last. */
const PROGRAMS = ['slurmctld', 'slurmd', 'sbatch', 'scontrol', 'munged'];

/** Why no cluster can be started here, or false. */
export const noSlurm: string | false = PROGRAMS.every((name) => spawnSync('which', [name]).status === 0)
  ? false
  : 'Slurm is not installed (Debian: apt-get install slurm-wlm)';

/** More than the machine may have: the tasks of an array are to run side by side, if not fast. */
const CPUS = 8;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A Slurm of one node on the loopback interface, with all it keeps in a folder of its own. */
export class SlurmCluster {
  readonly #folder: string;
  readonly #daemons: ChildProcess[] = [];

  static async start(): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(await mkdtemp(path.join(tmpdir(), 'xai-slurm-')));
    await cluster.#start();
    return cluster;
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  async #start(): Promise<void> {
    const at = (name: string) => path.join(this.#folder, name);
    // munge asks for a folder that others can enter, and for a key that they cannot read.
    await chmod(this.#folder, 0o755);
    await writeFile(at('munge.key'), randomBytes(1024), { mode: 0o600 });
    for (const name of ['state', 'spool']) await mkdir(at(name));
    const [node, user] = [hostname().split('.')[0], userInfo().username];
    const settings = {
      ClusterName: 'test',
      SlurmctldHost: `${node}(127.0.0.1)`,
      SlurmUser: user,
      SlurmdUser: user,
      AuthType: 'auth/munge',
      // A task that is queued again waits until what it was started with has expired.
      AuthInfo: `socket=${at('munge.sock')},cred_expire=5`,
      CommunicationParameters: 'NoCtldInAddrAny,NoInAddrAny',
      SlurmctldPort: await freePort(),
      SlurmdPort: await freePort(),
      StateSaveLocation: at('state'),
      SlurmdSpoolDir: at('spool'),
      SlurmctldPidFile: at('slurmctld.pid'),
      SlurmdPidFile: at('slurmd.pid'),
      ProctrackType: 'proctrack/pgid',
      TaskPlugin: 'task/none',
      JobAcctGatherType: 'jobacct_gather/none',
      SelectType: 'select/cons_tres',
      SelectTypeParameters: 'CR_Core',
      SlurmdParameters: 'config_overrides',
      MpiDefault: 'none',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    lines.push(`NodeName=${node} NodeAddr=127.0.0.1 CPUs=${CPUS} RealMemory=16000 State=UNKNOWN`);
    lines.push(`PartitionName=all Nodes=${node} Default=YES MaxTime=INFINITE State=UP`);
    await writeFile(at('slurm.conf'), `${lines.join('\n')}\n`);
    const munge = [
      'socket=munge.sock',
      'key-file=munge.key',
      'pid-file=munge.pid',
      'log-file=munge.log',
      'seed-file=seed',
    ];
    this.#spawn(
      'munged',
      '--foreground',
      '--force',
      ...munge.map((pair) => `--${pair.replace('=', `=${this.#folder}/`)}`),
    );
    this.#spawn('slurmctld', '-D', '-c', '-f', at('slurm.conf'));
    this.#spawn('slurmd', '-D', '-f', at('slurm.conf'));
    await this.#until(async () => /\bidle\b/.test(await this.#ask('sinfo', '--noheader')), 'the node is ready');
  }

  /** @returns number of the job */
  async submit(cwd: string, ...args: readonly string[]): Promise<string> {
    return (await this.#ask('sbatch', '--parsable', `--chdir=${cwd}`, ...args)).trim();
  }

  /** State of a job or of a task of an array (`12_3`): RUNNING, COMPLETED, FAILED, ... */
  async stateOf(job: string): Promise<string> {
    return /JobState=(\w+)/.exec(await this.#ask('scontrol', 'show', 'job', job))?.[1] ?? 'UNKNOWN';
  }

  /** Waits until a job has come to that state. */
  async reach(job: string, state: string): Promise<void> {
    let found = '';
    const hasCome = async () => {
      found = await this.stateOf(job);
      return found === state;
    };
    await this.#until(hasCome, `job ${job} is ${state}`).catch((cause) => {
      throw new Error(`Job ${job} is ${found}, not ${state}.`, { cause });
    });
  }

  async queueAgain(task: string): Promise<void> {
    await this.#ask('scontrol', 'requeue', task);
  }

  /** Ends what runs, jobs first: their processes outlive the daemons. */
  async stop(): Promise<void> {
    const user = userInfo().username;
    await this.#ask('scancel', '--signal=KILL', '--full', `--user=${user}`).catch(() => {});
    await this.#ask('scancel', `--user=${user}`).catch(() => {});
    const isEmpty = async () => (await this.#ask('squeue', '--noheader')).trim() === '';
    await this.#until(isEmpty, 'every job has ended').catch((error) => console.error(error.message));
    for (const daemon of this.#daemons.reverse()) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      const gone = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill();
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #spawn(program: string, ...args: readonly string[]): void {
    this.#daemons.push(spawn(program, args, { stdio: 'ignore', env: this.#environment }));
  }

  get #environment(): NodeJS.ProcessEnv {
    return { ...process.env, SLURM_CONF: path.join(this.#folder, 'slurm.conf') };
  }

  async #ask(program: string, ...args: readonly string[]): Promise<string> {
    return (await run(program, args, { env: this.#environment })).stdout;
  }

  async #until(holds: () => Promise<boolean>, what: string): Promise<void> {
    for (let turn = 0; turn < 360; turn++) {
      if (await holds().catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`It did not come about that ${what}.`);
  }
}

/** Lines of a file that may not be there yet. */
export async function linesOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}
