// The documents that follow from the schema: tables of docs/protocol.md and docs/openapi.json.
const ints = ['u8', 'u16', 'u32', 'u64'];

function typeName(type) {
  if (typeof type === 'string') return type;
  if (type.type === 'list') return `list of ${typeName(type.item)}, ≤ ${type.max}`;
  if (type.type === 'optional') return `${typeName(type.item)}, optional`;
  return `${type.type}, ≤ ${type.max}`;
}

const row = (cells) => `| ${cells.join(' | ')} |\n`;
const table = (head, rows) => row(head) + row(head.map(() => '---')) + rows.map(row).join('');

const fieldsOf = (spec) =>
  table(
    ['field', 'type', 'meaning'],
    Object.entries(spec.fields).map(([f, [type, what]]) => [`\`${f}\``, typeName(type), what]),
  );

export function documentTables(schema) {
  const { fixed, constants, enums, structs, errors, objects, routes, sockets, relations, appendable } = schema;
  const names = Object.keys(relations);
  const marks = (may) => names.map((n) => (may.includes(n) ? 'yes' : '–'));
  return {
    fixed: table(
      ['type', 'bytes'],
      Object.entries(fixed).map(([n, size]) => [`\`${n}\``, size]),
    ),
    constants: table(
      ['name', 'value', 'meaning'],
      Object.entries(constants).map(([n, [v, what]]) => [`\`${n}\``, v, what]),
    ),
    enums: Object.entries(enums)
      .map(
        ([n, values]) =>
          `**${n}**\n\n${table(
            ['value', 'name', 'meaning'],
            Object.entries(values).map(([v, [k, what]]) => [k, `\`${v}\``, what]),
          )}\n`,
      )
      .join(''),
    structs: Object.entries(structs)
      .map(([n, s]) => {
        const about = [s.what];
        if (s.signed)
          about.push(
            `Signed as \`${s.signed}\`${s.context ? `, with context ${Object.keys(s.context).join(', ')}` : ''}.`,
          );
        if (s.hashed) about.push(`Hashed as \`${s.hashed}\`.`);
        return `#### ${n}\n${about.join(' ')}\n\n${fieldsOf(s)}\n`;
      })
      .join(''),
    errors: table(
      ['number', 'name', 'HTTP', 'sentence'],
      Object.entries(errors).map(([n, [k, status, title]]) => [k, `\`${n}\``, status, title]),
    ),
    objects: Object.entries(objects)
      .map(([n, o]) => `#### ${n}\n${o.what}\n\n${Object.keys(o.fields).length ? fieldsOf(o) : '(no members)\n'}\n`)
      .join(''),
    relations: table(
      ['relation', 'meaning'],
      Object.entries(relations).map(([n, what]) => [`\`${n}\``, what]),
    ),
    access: table(
      ['action', 'what', ...names],
      [
        ...routes.map((r) => [`\`${r.method} ${r.path}\``, r.what, ...marks(r.may)]),
        ...Object.entries(sockets).flatMap(([s, spec]) =>
          Object.entries(spec.commands).map(([n, c]) => [`${s} socket: \`${n}\``, c.what, ...marks(c.may)]),
        ),
        ...Object.entries(appendable).map(([k, may]) => [`append of \`${k}\``, '', ...marks(may)]),
      ],
    ),
  };
}

function jsonSchema(type, { fixed }) {
  if (typeof type === 'string') {
    if (ints.includes(type)) return { type: 'integer', minimum: 0 };
    if (type === 'bool') return { type: 'boolean' };
    if (fixed[type]) {
      const size = Math.ceil((fixed[type] * 4) / 3);
      return {
        type: 'string',
        description: `${type}: base64url of ${fixed[type]} bytes`,
        minLength: size,
        maxLength: size,
      };
    }
    return { $ref: `#/components/schemas/${type}` };
  }
  if (type.type === 'bytes')
    return { type: 'string', description: 'base64url', maxLength: Math.ceil((type.max * 4) / 3) };
  if (type.type === 'text') return { type: 'string', maxLength: type.max };
  if (type.type === 'list') return { type: 'array', items: jsonSchema(type.item, { fixed }), maxItems: type.max };
  return jsonSchema(type.item, { fixed });
}

export function openApi(schema) {
  const { objects, routes } = schema;
  const schemas = Object.fromEntries(
    Object.entries(objects).map(([n, o]) => [
      n,
      {
        description: o.what,
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(o.fields).map(([f, [type, what]]) => [
            f,
            f === 't' ? { const: what } : jsonSchema(type, schema),
          ]),
        ),
        required: Object.entries(o.fields)
          .filter(([, [type]]) => type.type !== 'optional')
          .map(([f]) => f),
      },
    ]),
  );
  const json = (name) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
  const paths = {};
  for (const r of routes) {
    const parameters = [];
    if (r.resource === 'conversation')
      parameters.push({ name: 'conversation', in: 'path', required: true, schema: { type: 'string' } });
    if (r.query)
      for (const [f, [type]] of Object.entries(objects[r.query].fields))
        parameters.push({ name: f, in: 'query', required: true, schema: jsonSchema(type, schema) });
    paths[r.path] ??= {};
    paths[r.path][r.method.toLowerCase()] = {
      operationId: r.name,
      summary: r.what,
      description: `Served by: ${r.host}. May: ${r.may.join(', ')}.`,
      security: r.open ? [] : [{ session: [], proof: [] }],
      parameters,
      ...(r.request ? { requestBody: { required: true, content: json(r.request) } } : {}),
      responses: {
        200: { description: 'done', content: json(r.response) },
        default: {
          description: 'an error',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Cloister',
      version: '1',
      description: 'HTTP interface. Generated from the wire schema; docs/protocol.md says what the fields mean.',
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'header', name: 'Cloister-Session', description: 'session id' },
        proof: {
          type: 'apiKey',
          in: 'header',
          name: 'Cloister-Proof',
          description: 'signature of this request by the session key',
        },
      },
    },
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
