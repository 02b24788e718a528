import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy that only removes a prefix from the path of each request. `url`: ends with the prefix. */
export type PrefixProxy = { readonly url: string; readonly close: () => void };

export async function prefixProxy(prefix: string, target: () => string): Promise<PrefixProxy> {
  const server = createServer((req, res) => {
    const { url = '', method, headers } = req;
    if (!url.startsWith(`${prefix}/`)) {
      res.writeHead(404).end('not for the service');
      return;
    }
    const passed = request(target() + url.slice(prefix.length), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    passed.on('error', () => res.destroy());
    req.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
