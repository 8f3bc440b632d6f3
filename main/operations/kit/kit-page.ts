/** What stands on a kit's page. */
export interface KitPageFacts {
  readonly vault: string
  readonly vaultId: string
  readonly folder: string
  /** UTC, ISO 8601. */
  readonly madeAt: string
  readonly programVersion: string
  readonly isEncrypted: boolean
  /** Null: the page has room to note where the key is. */
  readonly recoveryCode: string | null
  readonly scriptSha256: string
}

function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)
}

const style = `
@page { size: A4; margin: 18mm }
body { color: #111; background: #fff; font: 11pt/1.5 system-ui, sans-serif; max-width: 174mm; margin: 10mm auto }
h1 { font-size: 20pt; margin: 0 } h2 { font-size: 13pt; margin: 7mm 0 2mm }
dl { display: grid; grid-template-columns: 34mm 1fr; gap: 1mm 4mm; margin: 5mm 0 }
dt { color: #555 } dd { margin: 0; overflow-wrap: anywhere }
code, .code { font-family: ui-monospace, 'DejaVu Sans Mono', Consolas, monospace }
code { overflow-wrap: anywhere } ol { padding-left: 6mm } li { margin-bottom: 2.5mm }
.code { border: 1.5pt solid #111; padding: 5mm; display: grid; grid-template-columns: repeat(4, 1fr); gap: 4mm; font-size: 17pt; letter-spacing: 1.5pt }
.code span { white-space: nowrap } .code small { font-size: 8pt; color: #555; letter-spacing: 0; margin-right: 1.5mm }
.line { border-bottom: 1pt solid #111; height: 9mm } .soft { color: #555; font-size: 9pt }
`

function codeBlock(code: string): string {
  const groups = code.split('-').map((group, at) => `<span><small>${at + 1}</small>${escaped(group)}</span>`)
  return `<h2>Recovery code</h2><div class="code">${groups.join('')}</div>
<p class="soft">Seven groups of five; the last character of each checks the other four. There is no I, L, O or U in it: what looks like them is 1 or 0.
Small letters and capitals are the same. Whoever has this page and a copy of the vault can read every backup: keep it like money, apart from the vault.</p>`
}

const ownKey = `<h2>What opens the vault</h2><p>There is no recovery code on this page. Note here where the passphrase or the key file is kept.</p>
<div class="line"></div><div class="line"></div>`

const noKey = `<h2>What opens the vault</h2><p>Nothing is needed: the vault is not encrypted.</p>`

function keyBlock({ isEncrypted, recoveryCode }: KitPageFacts): string {
  if (!isEncrypted) return noKey
  return recoveryCode === null ? ownKey : codeBlock(recoveryCode)
}

/** The page to print: A4, light, without a script. */
export function kitPage(facts: KitPageFacts): string {
  const { vault, vaultId, folder, madeAt, programVersion, scriptSha256 } = facts
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Recovery kit: ${escaped(vault)}</title><style>${style}</style></head>
<body><h1>Recovery kit</h1>
<dl><dt>Vault</dt><dd>${escaped(vault)}</dd><dt>Id</dt><dd><code>${escaped(vaultId)}</code></dd><dt>It was in</dt><dd><code>${escaped(folder)}</code></dd>
<dt>Made</dt><dd>${escaped(madeAt.slice(0, 16).replace('T', ' '))} UTC by Holdfast ${escaped(programVersion)}</dd></dl>
${keyBlock(facts)}
<h2>To get the databases back</h2>
<ol>
<li>Get the vault: its folder, or a copy of it. It holds <code>daily</code>, <code>weekly</code>, <code>manual</code> and others like them, and <code>.holdfast</code>. Work on a copy if you can.</li>
<li>With Holdfast: install it, choose <b>Open a vault</b>, and give the recovery code, the passphrase or the key file. Everything else is in the window. The next steps are for a machine without it.</li>
<li>Install Node.js 22.15 or newer (nodejs.org), and open a terminal in the folder of this kit, where <code>holdfast-restore.mjs</code> is.</li>
<li><code>node holdfast-restore.mjs list VAULT</code> shows every backup; <code>node holdfast-restore.mjs verify VAULT</code> proves them. VAULT is the vault’s folder. Type the recovery code or passphrase when it is asked for.</li>
<li><code>node holdfast-restore.mjs restore VAULT BACKUP --to FILE</code> writes the database into a new file and compares it, page by page. BACKUP is an id of the list, or a database’s name for its newest. FILE is an ordinary SQLite database.</li>
</ol>
<p class="soft">FORMAT.md describes every byte of the vault, for whoever has to write such a program anew. SHA-256 of holdfast-restore.mjs: <code>${escaped(scriptSha256)}</code></p>
</body></html>
`
}
