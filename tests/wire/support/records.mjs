// What the recording handlers wrote: one JSON value a line.
import fs from 'node:fs';

export const readLines = (file) =>
  fs.existsSync(file)
    ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
    : [];

export const sequenceNumbers = (records) =>
  records.map((record) => BigInt(record.dynamodb.SequenceNumber));

export const isStrictlyAscending = (numbers) =>
  numbers.every((number, i) => i === 0 || number > numbers[i - 1]);
