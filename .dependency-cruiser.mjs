const rooms = [
  ['shared/base', '^shared/base/', 'tiny language aids stand on nothing', []],
  ['shared/domain', '^shared/domain/', 'what a backup is does not depend on who asks', ['^shared/base/']],
  [
    'shared/contract',
    '^shared/contract/',
    'the contract speaks of the domain only, so that every host can read it',
    ['^shared/(base|domain)/'],
  ],
  [
    'main/engine/ports',
    '^main/engine/ports/',
    'ports are types that the world fulfils',
    ['^shared/(base|domain)/'],
  ],
  [
    'main/engine',
    '^main/engine/',
    'the engine knows no policy, catalog, job or host',
    ['^shared/(base|domain)/'],
  ],
  [
    'main/jobs',
    '^main/jobs/',
    'a job runs the engine and knows nobody who ordered it',
    ['^shared/(base|domain)/', '^main/engine/(engine\\.ts|engine-types\\.ts|ports/)'],
  ],
  [
    'main/operations',
    '^main/operations/',
    'decisions use the engine by its door and jobs by their port',
    [
      '^shared/(base|domain)/',
      '^main/engine/(engine\\.ts|ports/)',
      '^main/jobs/(job-runner|job-messages)\\.ts',
    ],
  ],
  [
    'main/api',
    '^main/api/',
    'the api translates between contract and operations',
    [
      '^shared/',
      '^main/operations/',
      '^main/engine/(engine\\.ts|ports/)',
      '^main/jobs/(job-runner|job-messages)\\.ts',
    ],
  ],
  ['main/wire', '^main/wire/', 'transports are handed a router; they know none', ['^shared/']],
  [
    'main/loopback',
    '^main/loopback/',
    'a host imports everything below it and no other host',
    ['^shared/', '^main/(api|wire|jobs|operations)/', '^main/engine/(engine\\.ts|ports/)', '^main/compose/'],
  ],
  [
    'main/cli',
    '^main/cli/',
    'the command line is a host: it also starts the browser host for `serve`',
    ['^shared/', '^main/(api|wire|jobs|operations|compose|loopback)/', '^main/engine/(engine\\.ts|ports/)'],
  ],
  [
    'main/compose',
    '^main/compose/',
    'where the parts are put together for every host',
    ['^shared/', '^main/(api|wire|jobs|operations)/', '^main/engine/(engine\\.ts|ports/)'],
  ],
  [
    'main/electron',
    '^main/electron/',
    'a host imports everything below it and no other host',
    ['^shared/', '^main/(api|wire|jobs|operations|compose)/', '^main/engine/(engine\\.ts|ports/)'],
  ],
  [
    'main/preload',
    '^main/preload/',
    'the preload hands a port over and knows nothing else',
    ['^shared/contract/'],
  ],
  [
    'renderer/link',
    '^renderer/link/',
    'links know the contract and nothing of the screens',
    ['^shared/contract/'],
  ],
  [
    'renderer/text',
    '^renderer/text/',
    'words depend on what they describe only',
    ['^shared/(base|domain|contract)/'],
  ],
  [
    'renderer/components',
    '^renderer/components/',
    'components show values and raise events',
    ['^shared/(base|domain)/', '^renderer/(text|styles)/'],
  ],
  [
    'renderer/state',
    '^renderer/state/',
    'state asks through the client it is handed, never through a link',
    ['^shared/'],
  ],
  [
    'renderer/screens',
    '^renderer/screens/',
    'screens stand on state, components and words',
    ['^shared/', '^renderer/(state|components|text|styles)/'],
  ],
  ['renderer/app', '^renderer/app/', 'the composition root of the window', ['^shared/', '^renderer/']],
]

const npmOf = {
  'shared/contract': ['@orpc/contract', 'zod'],
  'main/engine': ['better-sqlite3', '@types/better-sqlite3'],
  'main/operations': ['better-sqlite3', '@types/better-sqlite3', 'zod'],
  'main/api': ['@orpc/server', '@orpc/contract'],
  'main/jobs': [],
  'main/wire': ['@orpc/server', 'ws', '@types/ws'],
  'main/cli': ['commander'],
  'main/compose': ['pino', '@napi-rs/keyring'],
  'main/loopback': ['ws', '@types/ws'],
  'main/electron': ['electron'],
  'main/preload': ['electron'],
}

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'A cycle is two things that are one.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolved',
    comment: 'What cannot be resolved is not checked.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'electron-only-in-its-host',
    comment: 'Only the Electron host and its preload may name electron; everything else must run without it.',
    severity: 'error',
    from: { pathNot: '^(main/(electron|preload)/|test/)' },
    to: { path: '(^|node_modules/)electron($|/)' },
  },
  {
    name: 'no-node-in-shared-or-renderer',
    comment: 'shared is plain ES2023 and the renderer is a browser: neither has Node.',
    severity: 'error',
    from: { path: '^(shared|renderer)/', pathNot: 'vite\\.config\\.ts$' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'engine-by-its-door',
    comment: 'engine.ts is the only door of the engine; the ports are its only other names.',
    severity: 'error',
    from: { pathNot: '^(main/engine/|test/)' },
    to: { path: '^main/engine/', pathNot: '^main/engine/(engine\\.ts|engine-types\\.ts|ports/)' },
  },
  {
    name: 'renderer-never-imports-main',
    comment: 'The window talks by the contract only.',
    severity: 'error',
    from: { path: '^renderer/' },
    to: { path: '^main/' },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'The program does not know its tests.',
    severity: 'error',
    from: { path: '^(shared|main|renderer)/' },
    to: { path: '^test/' },
  },
  {
    name: 'orpc-kept-in-few-files',
    comment: 'An exit from oRPC must cost about five files.',
    severity: 'error',
    from: { pathNot: '^(shared/contract/|main/api/|main/wire/|renderer/link/|test/)' },
    to: { path: 'node_modules/@orpc/' },
  },
]

for (const [name, path, comment, allowed] of rooms) {
  const inner = name === 'main/engine' ? [path] : [path]
  forbidden.push({
    name: `only-${name}`,
    comment,
    severity: 'error',
    from: { path, ...(name === 'main/engine' ? { pathNot: '^main/engine/ports/' } : {}) },
    to: { path: '^(shared|main|renderer|test)/', pathNot: [...inner, ...allowed].join('|') },
  })
  if (path.startsWith('^shared') || path.startsWith('^main')) {
    const npm = npmOf[name] ?? (name === 'main/engine/ports' ? [] : [])
    const names = npm.map((one) => `node_modules/${one.replaceAll('/', '\\/')}(/|$)`)
    forbidden.push({
      name: `npm-of-${name}`,
      comment: `${name}: ${comment}; a new package there is a decision, written in this list.`,
      severity: 'error',
      from: { path, ...(name === 'main/engine' ? { pathNot: '^main/engine/ports/' } : {}) },
      to: {
        path: 'node_modules/',
        pathNot: [...names, 'node_modules/(@types/node|undici-types|electron)'].join('|'),
      },
    })
  }
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out/|test/rules/planted/)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.cts', '.js', '.mjs', '.json', '.d.ts'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
