// Writes every record it is handed to RECORD_FILE, one line each, in the order of their coming.
import fs from 'node:fs';

export const handler = async (event) => {
  const lines = event.Records.map((record) => `${JSON.stringify(record)}\n`);
  fs.appendFileSync(process.env.RECORD_FILE, lines.join(''));
};

// The same under another name, for `record.mjs:second`.
export const second = async (event) => {
  const lines = event.Records.map((record) => `${JSON.stringify(record)}\n`);
  fs.appendFileSync(`${process.env.RECORD_FILE}.second`, lines.join(''));
};
