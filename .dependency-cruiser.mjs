/**
 * The second of the two nets that keep the arrows of ARCHITECTURE.md (the first is one tsconfig per environment).
 * Each room lists the rooms it may import and the packages it may use; everything else is an error, with the reason.
 * test/rules/ plants a violation of every kind and expects it to be reported.
 */

const base = '^shared/base/'
const domain = '^shared/domain/'
const contract = '^shared/contract/'
const engineDoor = '^main/engine/(engine|engine-types)\\.ts$'
const ports = '^main/engine/ports/'
const jobPort = '^main/jobs/(job-runner|job-messages)\\.ts$'
const jobs = '^main/jobs/'
const operations = '^main/operations/'
const channelPort = '^main/channels/channel\\.ts$'
const channels = '^main/channels/'
const api = '^main/api/'
const wire = '^main/wire/'
const compose = '^main/compose/'
const loopback = '^main/loopback/'

const rooms = [
  { room: 'shared/base', mayImport: [], npm: [], why: 'Language aids stand on nothing.' },
  { room: 'shared/domain', mayImport: [base], npm: [], why: 'What a backup is does not depend on who asks.' },
  {
    room: 'shared/contract',
    mayImport: [base, domain],
    npm: ['@orpc/contract', 'zod'],
    why: 'The contract speaks of the domain only, so that every host and the window can read it.',
  },
  {
    room: 'main/engine/ports',
    mayImport: [domain],
    npm: [],
    why: 'Ports say what the world must offer; the world imports them.',
  },
  {
    room: 'main/engine',
    mayImport: [base, domain],
    npm: ['better-sqlite3', 'tar-stream'],
    why: 'The engine knows bytes, and no policy, catalog, job or host.',
  },
  {
    room: 'main/jobs',
    mayImport: [base, domain, engineDoor, ports],
    npm: [],
    why: 'A job runs the engine and does not know who ordered it.',
  },
  {
    room: 'main/channels',
    mayImport: [base, domain, ports],
    npm: ['nodemailer', 'standardwebhooks'],
    why: 'A channel brings a message to somebody and does not know who decided that, or why.',
  },
  {
    room: 'main/operations',
    mayImport: [base, domain, engineDoor, ports, jobPort, channelPort],
    npm: ['better-sqlite3', 'zod', 'croner', 'cronstrue'],
    why: 'Decisions use the engine by its door and jobs by their port, and know no host.',
  },
  {
    room: 'main/api',
    mayImport: ['^shared/', operations, engineDoor, ports, jobPort],
    npm: ['@orpc/server', '@orpc/contract'],
    why: 'The api translates between contract and operations.',
  },
  {
    room: 'main/wire',
    mayImport: ['^shared/'],
    npm: ['@orpc/server', 'ws'],
    why: 'Transports are handed a router; they know none.',
  },
  {
    room: 'main/compose',
    mayImport: ['^shared/', jobs, channels, operations, api, wire, engineDoor, ports],
    npm: ['pino', '@napi-rs/keyring'],
    why: 'The parts are put together here once for every host.',
  },
  {
    room: 'main/loopback',
    mayImport: ['^shared/', jobs, operations, api, wire, compose, engineDoor, ports],
    npm: ['ws'],
    why: 'A host stands on everything below it and on no other host.',
  },
  {
    room: 'main/cli',
    mayImport: ['^shared/', jobs, operations, api, wire, compose, loopback, engineDoor, ports],
    npm: ['commander'],
    why: 'The command line is a host; `serve` starts the browser host.',
  },
  {
    room: 'main/electron',
    mayImport: ['^shared/', jobs, operations, api, wire, compose, engineDoor, ports],
    npm: ['electron'],
    why: 'A host stands on everything below it and on no other host.',
  },
  {
    room: 'main/preload',
    mayImport: [contract],
    npm: ['electron'],
    why: 'The preload hands a port over and knows nothing else.',
  },
  {
    room: 'renderer/link',
    mayImport: [contract, domain],
    npm: null,
    why: 'Links know the contract and nothing of the screens.',
  },
  {
    room: 'renderer/text',
    mayImport: [base, domain, contract],
    npm: null,
    why: 'Words depend only on what they describe.',
  },
  { room: 'renderer/styles', mayImport: [], npm: null, why: 'Tokens depend on nothing.' },
  {
    room: 'renderer/components',
    mayImport: [base, domain, '^renderer/(text|styles)/'],
    npm: null,
    why: 'Components show values and raise events; they ask nobody.',
  },
  {
    room: 'renderer/state',
    mayImport: ['^shared/'],
    npm: null,
    why: 'State asks through the client it is handed, never through a link.',
  },
  {
    room: 'renderer/screens',
    mayImport: ['^shared/', '^renderer/(state|components|text|styles)/'],
    npm: null,
    why: 'Screens stand on state, components and words.',
  },
]

/** The engine's ports lie inside its folder and are a room of their own. */
const fromOf = (room) => ({ path: `^${room}/`, ...(room === 'main/engine' ? { pathNot: ports } : {}) })

const roomRules = rooms.map(({ room, mayImport, why }) => ({
  name: `only-${room}`,
  comment: why,
  severity: 'error',
  from: fromOf(room),
  to: { path: '^(shared|main|renderer|test)/', pathNot: [`^${room}/`, ...mayImport] },
}))

const packageRules = rooms
  .filter(({ npm }) => npm !== null)
  .map(({ room, npm }) => ({
    name: `npm-of-${room}`,
    comment: `A package of ${room} is a decision, written in this file.`,
    severity: 'error',
    from: fromOf(room),
    to: {
      path: 'node_modules/',
      pathNot: [
        ...npm.flatMap((name) => [`node_modules/${name}/`, `node_modules/@types/${name}/`]),
        'node_modules/@types/node/',
      ],
    },
  }))

const generalRules = [
  { name: 'no-cycles', comment: 'A cycle is two things that are one.', from: {}, to: { circular: true } },
  {
    name: 'resolved',
    comment: 'What cannot be resolved is not checked.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'electron-only-in-its-host',
    comment: 'Only the Electron host and its preload may name electron; everything else must run without it.',
    from: { pathNot: '^(main/(electron|preload)/|test/)' },
    to: { path: '(^|node_modules/)electron($|/)' },
  },
  {
    name: 'no-node-in-shared-or-renderer',
    comment: 'shared is plain ES2023 and the renderer is a browser: neither has Node.',
    from: { path: '^(shared|renderer)/', pathNot: 'vite\\.config\\.ts$' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'engine-by-its-door',
    comment: 'engine.ts is the only door of the engine; its types and its ports are its only other names.',
    from: { pathNot: '^(main/engine/|test/)' },
    to: { path: '^main/engine/', pathNot: [engineDoor, ports] },
  },
  {
    name: 'renderer-never-imports-main',
    comment: 'The window talks by the contract only.',
    from: { path: '^renderer/' },
    to: { path: '^main/' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'The program does not know its tests.',
    from: { path: '^(shared|main|renderer)/' },
    to: { path: '^test/' },
  },
  {
    name: 'orpc-kept-in-few-files',
    comment: 'An exit from oRPC must cost few files.',
    from: { pathNot: '^(shared/contract/|main/api/|main/wire/|renderer/link/|test/)' },
    to: { path: 'node_modules/@orpc/' },
  },
].map((rule) => ({ severity: 'error', ...rule }))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...generalRules, ...roomRules, ...packageRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    // Type-only imports are imports: they decide which environment's types a file can see.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.cts', '.js', '.mjs', '.json', '.d.ts'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
