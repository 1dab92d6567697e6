// Names of members that only our own classes have, for the bundler to shorten: visitors pay for every letter.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * @param {string[]} sources our own TypeScript files, all that end in any bundle
 * @param {string[]} packages scripts of other packages that end in any bundle
 * @returns {RegExp} exactly the names of methods, and of private and protected members, of our classes that are the name
 *   of nothing else: no field of data, no key of an object, no text, no member of what browsers or packages have. So
 *   nothing that is stored, sent, or reached by its name as a text is called differently. Each bundle has short names of its
 *   own: what one hands to another is declared as a property, not as a method.
 */
export function ownNames(sources, packages) {
  const ts = require('typescript');
  const found = new Set();
  const taken = new Set();
  const parse = (path, see) => {
    const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const visit = (node) => {
      see(node);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true, kind));
  };
  // Interfaces that classes of ours implement; any other may describe something from outside.
  const implemented = new Set();
  for (const path of sources) {
    parse(path, (node) => {
      if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword)
        for (const { expression } of node.types) implemented.add(expression.getText());
    });
  }
  const isOurs = (node) => ts.isMethodSignature(node) && implemented.has(node.parent.name?.text);
  for (const path of sources) {
    parse(path, (node) => {
      if (ts.isStringLiteralLike(node)) taken.add(node.text);
      const name = ts.isBindingElement(node) ? (node.propertyName ?? node.name) : node.name;
      if (!name || !ts.isIdentifier(name)) return;
      if (isOwn(ts, node)) found.add(name.text);
      // A method of an interface of ours is one of the class that implements it; an object that does has it as a key.
      else if (isMember(ts, node) && !isOurs(node)) taken.add(name.text);
    });
  }
  for (const path of browserTypes()) {
    parse(path, (node) => {
      if (isMember(ts, node) && ts.isIdentifier(node.name)) taken.add(node.name.text);
    });
  }
  // Code without types: every word may be a member.
  for (const path of packages) for (const word of readFileSync(path, 'utf8').match(/[\w$]+/g) ?? []) taken.add(word);
  const names = [...found].filter((name) => !taken.has(name)).sort();
  return new RegExp(`^(?:${names.map((name) => name.replaceAll('$', '\\$')).join('|')})$`);
}

function isOwn(ts, node) {
  if (ts.isMethodDeclaration(node) && ts.isClassLike(node.parent)) return true;
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  return isMember(ts, node) && (node.modifiers?.some(({ kind }) => hidden.includes(kind)) ?? false);
}

/** Whether a declaration names a member of something; those of variables, functions and types do not. */
function isMember(ts, node) {
  return (
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isEnumMember(node) ||
    ts.isJsxAttribute(node) ||
    // `const { name } = …` takes a member out; so does a parameter of that form.
    ts.isBindingElement(node) ||
    // `constructor(readonly name …)` makes one.
    (ts.isParameter(node) && node.modifiers !== undefined)
  );
}

/** The declarations of what browsers have. */
function browserTypes() {
  const folder = dirname(require.resolve('typescript'));
  const names = readdirSync(folder).filter((name) => /^lib\.(?:es|dom|decorators).*\.d\.ts$/.test(name));
  return names.map((name) => join(folder, name));
}
