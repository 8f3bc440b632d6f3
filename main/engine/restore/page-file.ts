import type { OpenFile } from '../ports/file-system.ts'
import { blankLockPage } from '../source/page-source.ts'
import type { PageSource } from './read-root.ts'

/**
 * The first `pageCount` pages of an open file, the lock page as zeroes (it is no content). A file that ends earlier rejects with EIO, as a failing disk does.
 */
export function pagesOfFile(file: OpenFile, pageSize: number, pageCount: number): PageSource {
  return {
    pageSize,
    pageCount,
    async readPages(firstPage, into) {
      const read = await file.read(into, (firstPage - 1) * pageSize)
      if (read < into.length) {
        throw Object.assign(new Error(`The file ends at page ${firstPage}.`), { code: 'EIO' })
      }
      blankLockPage(firstPage, into, pageSize)
    },
  }
}
