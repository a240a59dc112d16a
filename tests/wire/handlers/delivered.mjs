// Writes what it is handed to RECORD_FILE: one line of key, version and mapping for each record. A
// line begins with its own line break, so that one torn by a kill spoils no other.
import fs from 'node:fs';

const deliveredTo = (mapping) => async (event) => {
  const lines = event.Records.map(({ dynamodb: { Keys, NewImage } }) =>
    `\n${JSON.stringify({ mapping, key: Keys.id.S, version: Number(NewImage.version.N) })}`);
  fs.appendFileSync(process.env.RECORD_FILE, lines.join(''));
};

export const plain = deliveredTo('plain');
export const lanes = deliveredTo('lanes');
export const windows = async (event) => {
  await deliveredTo('windows')(event);
  return { state: { seen: (event.state?.seen ?? 0) + event.Records.length } };
};
