const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EEXIST: 'something is there already',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EIO: 'the storage device reported an error',
  ENOSPC: 'no space is left',
  EDQUOT: "the user's disk quota is used up",
  EROFS: 'the file system is read-only',
  EBUSY: 'it is busy',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  EFBIG: 'the file is too large',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'symbolic links lead in a circle',
  ESTALE: 'the network folder was replaced or unmounted',
  ENODEV: 'the device is gone',
  ENXIO: 'the device is gone',
  ETIMEDOUT: 'the storage did not answer in time',
  EXDEV: 'it lies on another file system',
}

/** What a system error means, with its name kept for a search: `permission denied (EACCES)`. */
export function explainErrno(errno: string): string {
  const meaning = meanings[errno]
  return meaning === undefined ? errno : `${meaning} (${errno})`
}
