// Deployment packages, made without any tool: entries are stored, not compressed.
import zlib from 'node:zlib';

// { 'index.mjs': 'text', bootstrap: { text, mode: 0o755 } } -> the bytes of the archive.
export function makeZip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, file] of Object.entries(files)) {
    const { text, mode = 0o644 } = typeof file === 'string' ? { text: file } : file;
    const data = Buffer.from(text);
    const nameBytes = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    const rest = Buffer.alloc(26); // what the two headers have in common
    rest.writeUInt16LE(20, 0); // version needed
    rest.writeUInt16LE(0x0021, 8); // 1980-01-01
    rest.writeUInt32LE(crc32(data), 10);
    rest.writeUInt32LE(data.length, 14);
    rest.writeUInt32LE(data.length, 18);
    rest.writeUInt16LE(nameBytes.length, 22);
    rest.copy(head, 4);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE((3 << 8) | 20, 4); // made on Unix
    rest.copy(entry, 6);
    entry.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, nameBytes);
    parts.push(head, nameBytes, data);
    offset += head.length + nameBytes.length + data.length;
  }
  const directorySize = directory.reduce((size, part) => size + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

// Node has zlib.crc32 from version 22.2 on; gzip's trailer has it everywhere.
function crc32(data) {
  const compressed = zlib.gzipSync(data);
  return compressed.readUInt32LE(compressed.length - 8);
}
