import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { freePort } from './free-port.ts';

export const PROXIES = ['nginx', 'caddy', 'haproxy'] as const;
export type ProxyName = (typeof PROXIES)[number];

/** The host name in the configurations. Its certificate is made for the test. */
export const SITE = 'films.example';

const STARTED_WITHIN_MS = 20_000;

/** Whether this machine has the programs. @throws Error on CI if one is missing, because `.ci/run` installs them */
export function hasReverseProxies(...names: readonly ProxyName[]): boolean {
  const missing = [...names, 'openssl'].filter((name) => !isInstalled(name));
  if (missing.length === 0) return true;
  if (process.env['CI']) throw new Error(`${missing.join(', ')} not on the path: .ci/run says how to get them`);
  console.error(`\n!!! NO ${missing.join(', ')}: not tried behind a reverse proxy. Put it on the path to try it.\n`);
  return false;
}

function isInstalled(name: string): boolean {
  try {
    execFileSync(name, [name === 'caddy' || name === 'openssl' ? 'version' : '-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The addresses of the two programs behind a proxy. */
export type Behind = { readonly service: string; readonly reports: string };

/** A proxy with a configuration of `deploy`, in which only addresses and files are replaced. */
export class ReverseProxy {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(name: ProxyName, behind: Behind, port: number): Promise<ReverseProxy> {
    const folder = mkdtempSync(join(tmpdir(), `kinopolka-${name}-`));
    // The workers of nginx do not run as root, and must read the folder.
    chmodSync(folder, 0o755);
    const { args, env } = await PREPARED[name](folder, behind, port);
    const child = spawn(name, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    await listening(child, port);
    return new ReverseProxy(child, folder, port);
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type Prepared = { readonly args: readonly string[]; readonly env?: Record<string, string> };

const PREPARED: Readonly<Record<ProxyName, (folder: string, behind: Behind, port: number) => Promise<Prepared>>> = {
  nginx: async (folder, behind, port) => {
    certificateIn(folder);
    const site = configuration('deploy/nginx/kinopolka.conf', {
      ...addressesOf(behind),
      'listen 80;': `listen 127.0.0.1:${await freePort()};`,
      'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
      'listen [::]:': '# listen [::]:',
      '/etc/ssl/films.example': folder,
    });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const paths = temporary.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
    const main = `pid ${folder}/pid; daemon off; events {} http { access_log off; ${paths}\n${site}}`;
    writeFileSync(join(folder, 'nginx.conf'), main);
    return { args: ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')] };
  },
  caddy: async (folder, behind, port) => {
    const site = configuration('deploy/caddy/Caddyfile', {
      ...addressesOf(behind),
      [`\n${SITE} {`]: `\n${SITE}:${port} {`,
    });
    // Caddy makes its certificates itself, and opens no second port for redirects.
    const options = '{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n';
    writeFileSync(join(folder, 'Caddyfile'), options + site);
    const env = { HOME: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_CONFIG_HOME: join(folder, 'config') };
    return { args: ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], env };
  },
  haproxy: async (folder, behind, port) => {
    certificateIn(folder);
    const bundle = ['fullchain.pem', 'privkey.pem'].map((file) => readFileSync(join(folder, file), 'utf8'));
    writeFileSync(join(folder, `${SITE}.pem`), bundle.join(''));
    const url = `http://${behind.service}`;
    writeFileSync(join(folder, 'kinopolka-key.pem'), execFileSync(resolve('deploy/haproxy/public-key.sh'), [url]));
    const config = configuration('deploy/haproxy/haproxy.cfg', {
      ...addressesOf(behind),
      'bind :80': `bind 127.0.0.1:${await freePort()}`,
      'bind :443': `bind 127.0.0.1:${port}`,
      '/etc/haproxy': folder,
      [`is_ours var(txn.iss) -m str https://${SITE}/api`]: `is_ours var(txn.iss) -m str https://${SITE}:${port}/api`,
    });
    writeFileSync(join(folder, 'haproxy.cfg'), config);
    return { args: ['-db', '-f', join(folder, 'haproxy.cfg')] };
  },
};

function addressesOf({ service, reports }: Behind): Record<string, string> {
  return { '127.0.0.1:8080': service, '127.0.0.1:9000': reports };
}

/** A configuration of `deploy` with replaced texts. @throws Error if one of them is not in it */
function configuration(file: string, replacements: Readonly<Record<string, string>>): string {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of Object.entries(replacements)) {
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Creates a certificate in the files that the configuration of nginx names. */
function certificateIn(folder: string): void {
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${SITE}`, '-addext', `subjectAltName=DNS:${SITE}`];
  execFileSync('openssl', ['req', '-x509', ...kind, ...files, ...names], { stdio: 'ignore' });
}

/** Waits until the process listens. @throws Error with its output if it ends or does not listen in time */
async function listening(child: ChildProcess, port: number): Promise<void> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const failed = once(child, 'exit').then(() => {
    throw new Error(`it ended instead of starting: ${output}`);
  });
  const endsAt = performance.now() + STARTED_WITHIN_MS;
  while (!(await Promise.race([accepts(port), failed]))) {
    if (performance.now() > endsAt) throw new Error(`it does not listen: ${output}`);
    await Promise.race([pause(20), failed]);
  }
  failed.catch(() => undefined);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', servername: SITE, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
