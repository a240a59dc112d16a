// The aws-cdk CLI as it comes from npm, against a server here, with the stacks in tests/data/cdk that
// aws-cdk-lib synthesised.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { root, temporaryFolder } from './server.mjs';

const program = path.join(root, 'node_modules/aws-cdk/bin/cdk');

const folders = temporaryFolder();
const newFolder = () => fs.mkdtempSync(path.join(folders, 'cdk-'));

// A cdk.out of the test's own, which it may change.
export function cloudAssembly(chapter) {
  const folder = path.join(newFolder(), 'cdk.out');
  fs.cpSync(path.join(root, 'tests/data/cdk', chapter), folder, { recursive: true });
  return folder;
}

// Changes the template of the stack in a cdk.out, and the hash under which it is uploaded.
export function editTemplate(app, edit) {
  const file = path.join(app, 'Raffle.template.json');
  const template = JSON.parse(fs.readFileSync(file, 'utf8'));
  edit(template);
  const text = JSON.stringify(template);
  fs.writeFileSync(file, text);
  const { files } = JSON.parse(fs.readFileSync(path.join(app, 'Raffle.assets.json'), 'utf8'));
  const [hash] = Object.entries(files).find(([, { source }]) => source.path === path.basename(file));
  replaceHash(app, hash, createHash('sha256').update(text).digest('hex'));
}

// Of an asset, wherever it is named.
export function replaceHash(app, hash, by) {
  for (const name of ['Raffle.template.json', 'Raffle.assets.json', 'manifest.json']) {
    const file = path.join(app, name);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll(hash, by));
  }
}

export class Cdk {
  #environment;
  #program;
  folder = newFolder(); // where it runs

  // `program`: another one that takes the CLI's arguments.
  constructor(server, { program: cli = program, environment = {} } = {}) {
    this.#program = cli;
    this.#environment = {
      PATH: process.env.PATH,
      HOME: this.folder, // where it keeps whose key is whose
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-central-1',
      CDK_DISABLE_CLI_TELEMETRY: '1',
      CDK_DISABLE_VERSION_CHECK: '1',
      NODE_NO_WARNINGS: '1',
      NO_COLOR: '1',
      ...environment,
    };
  }

  #start(args) {
    return spawn(
      '/usr/bin/setpriv',
      ['--pdeathsig', 'KILL', process.execPath, this.#program, ...args, '--no-notices'],
      { cwd: this.folder, env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] },
    );
  }

  // {code, output}: standard output and error as they came.
  run(...args) {
    return new Promise((resolve, reject) => {
      const child = this.#start(args);
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
      child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
      child.on('error', reject).on('close', (code) => resolve({ code, output }));
    });
  }

  // One that goes on until it is stopped.
  begin(...args) {
    return new Terminal(this.#start(args));
  }

  // As run; what fails is told with everything that was printed.
  async done(...args) {
    const { code, output } = await this.run(...args);
    if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code}:\n${output}`);
    return output;
  }

  deploy(app, ...args) {
    return this.done('deploy', '--app', app, '--require-approval', 'never', ...args);
  }
}

// What a program prints while it runs.
class Terminal {
  #child;
  #waiting = new Set();
  output = '';

  constructor(child) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.output += text;
        for (const look of this.#waiting) look();
      });
    }
    child.on('close', () => {
      for (const look of this.#waiting) look('it ended');
    });
  }

  // The first match in what was printed already or is yet to come.
  match(pattern) {
    return new Promise((resolve, reject) => {
      const settle = (how, value) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        how(value);
      };
      const look = (problem) => {
        const found = this.output.match(pattern);
        if (found) settle(resolve, found);
        else if (problem) settle(reject, new Error(`${problem} without ${pattern}:\n${this.output}`));
      };
      const timer = setTimeout(() => look('90 s passed'), 90_000);
      this.#waiting.add(look);
      look();
    });
  }

  stop() {
    this.#child.kill('SIGTERM');
    return new Promise((resolve) => this.#child.on('close', resolve));
  }
}

// GET of a URL whose host is *.localhost, which not every resolver knows: {status, text}.
export function open(url) {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: pathname + search, headers: { host } };
    http
      .get(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode, text }));
      })
      .on('error', reject);
  });
}

// The value of the only output that the CLI printed.
export const outputOf = (printed) => printed.match(/Raffle\.\w+ = (\S+)/)[1];
