// Dies in the middle of its first call; a later process finds the mark and does the work.
import fs from 'node:fs';

export const handler = async (event) => {
  const mark = `${process.env.RECORD_FILE}.died`;
  if (!fs.existsSync(mark)) {
    fs.writeFileSync(mark, '');
    process.exit(7);
  }
  for (const record of event.Records) {
    fs.appendFileSync(process.env.RECORD_FILE, `${JSON.stringify(record)}\n`);
  }
};
