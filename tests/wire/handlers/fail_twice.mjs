// Fails the first two times it is called, then does its work; keeps count in a file, so that the
// count outlives its process.
import fs from 'node:fs';

export const handler = async (event) => {
  const ids = event.Records.map((record) => record.dynamodb.SequenceNumber);
  fs.appendFileSync(process.env.RECORD_FILE, `${JSON.stringify(ids)}\n`);
  const attempts = fs.readFileSync(process.env.RECORD_FILE, 'utf8').trim().split('\n').length;
  if (attempts <= 2) throw new RangeError(`attempt ${attempts} fails on purpose`);
};
