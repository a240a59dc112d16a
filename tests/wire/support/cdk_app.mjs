// A CDK app: what aws-cdk-lib synthesised for the first function of the raffle, with another handler in
// it. `node cdk_app.mjs <chapter> <handler.js>`; the CLI says where the cloud assembly is to be.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [chapter, handler] = process.argv.slice(2);
const source = fileURLToPath(new URL(`../../data/cdk/${chapter}`, import.meta.url));
const folder = process.env.CDK_OUTDIR;
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

fs.rmSync(folder, { recursive: true, force: true });
fs.cpSync(source, folder, { recursive: true });

const code = fs.readFileSync(handler);
const asset = fs.readdirSync(folder).find((name) => name.startsWith('asset.')).slice('asset.'.length);
fs.renameSync(path.join(folder, `asset.${asset}`), path.join(folder, `asset.${hashOf(code)}`));
fs.writeFileSync(path.join(folder, `asset.${hashOf(code)}`, 'index.js'), code);

const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const template = read('Raffle.template.json');
const changed = template.replaceAll(asset, hashOf(code));
const { files } = JSON.parse(read('Raffle.assets.json'));
const [old] = Object.entries(files).find(([, file]) => file.source.path === 'Raffle.template.json');
fs.writeFileSync(path.join(folder, 'Raffle.template.json'), changed);
for (const name of ['Raffle.assets.json', 'manifest.json']) {
  const text = read(name).replaceAll(asset, hashOf(code)).replaceAll(old, hashOf(changed));
  fs.writeFileSync(path.join(folder, name), text);
}
