import fs from 'node:fs';
import path from 'node:path';

/** Files under a folder of the tree, as paths relative to its root; folders that tools fill are left out. */
export function files(root, below, test) {
  const found = [];
  const start = path.join(root, below);
  if (!fs.existsSync(start)) return found;
  const visit = (folder) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (['node_modules', '.terraform', '.git', 'bin', 'obj', '.tools', 'out', 'TestResults'].includes(entry.name)) continue;
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (test(full)) found.push(path.relative(root, full));
    }
  };
  visit(start);
  return found.sort();
}

export const read = (root, file) => fs.readFileSync(path.join(root, file), 'utf8');
