import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const PURE = ['shared/**/*.ts', 'main/engine/**/*.ts', 'main/history/**/*.ts']

const INEXACT = [
  'exp log log2 log10 log1p expm1 pow sin cos tan asin acos atan atan2',
  'sinh cosh tanh asinh acosh atanh cbrt hypot',
].flatMap((names) => names.split(' '))

const IMPURE = [
  'Date performance console process setTimeout setInterval setImmediate queueMicrotask',
  'requestAnimationFrame fetch crypto navigator window document',
].flatMap((names) => names.split(' '))

const noDefaultExport = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name: one idea, one name, everywhere.',
  },
  {
    selector: "ExportSpecifier[exported.name='default']",
    message: 'Export by name: one idea, one name, everywhere.',
  },
]

const exactMaths = 'its last bits differ between V8 versions: use exact-math (shared/base/exact-math.ts).'

export default ts.config(
  { ignores: ['dist/', 'release/', 'node_modules/', '**/.svelte-check/', '.cache/', 'coverage/', 'docs/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts', '**/*.svelte'],
    extends: [ts.configs.recommended, ts.configs.stylistic],
    rules: {
      'no-undef': 'off', // the compiler knows better
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/prefer-for-of': 'off', // an index is often the point: columns, pages, frames
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-restricted-syntax': ['error', ...noDefaultExport],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/unbound-method': 'off', // interfaces are closures here: nothing uses this
    },
  },
  {
    // A window's state and components: Svelte's rules, without type information.
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'svelte/require-each-key': 'error',
      'svelte/no-navigation-without-resolve': 'off', // there is no SvelteKit here
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  {
    // The same inputs give the same bytes on every machine, or rewind, diff and fork are worth nothing.
    files: PURE,
    rules: {
      'no-restricted-properties': [
        'error',
        ...INEXACT.map((property) => ({
          object: 'Math',
          property,
          message: `Math.${property}: ${exactMaths}`,
        })),
        {
          object: 'Math',
          property: 'random',
          message: 'Take a Random: draws are counted, not taken from the air.',
        },
      ],
      'no-restricted-globals': [
        'error',
        ...IMPURE.map((name) => ({
          name,
          message: 'Pure code has no clock and no host: take a Random, count epochs.',
        })),
        { name: 'globalThis', message: 'Pure code has no host.' },
      ],
      'no-restricted-syntax': [
        'error',
        ...noDefaultExport,
        { selector: "BinaryExpression[operator='**']", message: `The ** operator: ${exactMaths}` },
        { selector: "AssignmentExpression[operator='**=']", message: `The **= operator: ${exactMaths}` },
        {
          selector: "VariableDeclarator[init.name='Math'][id.type='ObjectPattern']",
          message: 'Write Math.floor where it is used, so that the ban on inexact maths can be checked.',
        },
      ],
    },
  },
  {
    // Tools of the house: plain scripts on Node.
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: globals.node },
  },
  {
    // What other tools load by its default export.
    files: ['*.config.ts', '*.config.js', 'scripts/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.d.ts', '**/*.d.mts'],
    rules: { '@typescript-eslint/no-unused-vars': 'off' },
  },
)
