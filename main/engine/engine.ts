export type * from './engine-types.ts'
export type { Clock, Ids, Logger, Ports } from './ports/ports.ts'
export type { Machine } from './ports/machine.ts'
export type { FileFacts, FileSystem, OpenFile, OpenMode } from './ports/file-system.ts'

export { takeBackup } from './backup/take-backup.ts'
export { dropPageTags, removePageTags } from './backup/keep-page-tags.ts'
export { mergeChain } from './merge/merge-chain.ts'
export type * from './system/system-types.ts'
export { takeSystem } from './system/take-system.ts'
export { verifySystem } from './system/verify-system.ts'
export { restoreSystem } from './system/restore-system.ts'
export { peekSystem, type PeekedSystem } from './system/peek-system.ts'
export { foundVault } from './system/found-vault.ts'
export type { SystemPlace } from './system/read-system.ts'
export { listArchives, loadArchiveAside, stampArchives } from './system/contents-record.ts'
export { setAsideArchive } from './system/set-aside-archive.ts'
export { mendArchives } from './system/mend-archives.ts'
export { damageVerdict } from './verify/damage-verdict.ts'
export { verifyBackup } from './verify/verify-backup.ts'
export { restoreDatabase } from './restore/restore-database.ts'
export { lookInside } from './look/look-inside.ts'
export { compareContents } from './compare/compare-contents.ts'
export { checkChange } from './guard/check-change.ts'
export { planRestore, type PlanInput } from './restore/plan-restore.ts'
export { sweepRestoreLeftovers } from './restore/sweep-restore-leftovers.ts'
export { applyPartial } from './partial/apply-partial.ts'
export { previewPartial } from './partial/preview-partial.ts'
export { partialRows } from './partial/partial-rows.ts'
export { copySchema } from './schema-copy/copy-schema.ts'
export { inspectTarget } from './target/inspect-target.ts'

export { appendEntries, isEntryAt, type Appended, type EntryPlace } from './audit/append-entries.ts'
export { draftFrom } from './audit/audit-line.ts'
export { fingerprintOf } from './audit/audit-keys.ts'
export type { DraftToWrite } from './audit/chain-drafts.ts'
export { exportLog } from './audit/export-log.ts'
export { listAuditMarks } from './audit/list-marks.ts'
export { listEntries, type EntryQuestion, type FoundEntries } from './audit/list-entries.ts'
export { verifyLog, type KnownMark } from './audit/verify-log.ts'

export { createVault, type CreatedVault } from './vault/create-vault.ts'
export { makePrivate, makeVaultPrivate } from './vault/make-private.ts'
export { confirmVault, isKeyRotated, openVault, unlockBySlot, unlockVault } from './vault/open-vault.ts'
export { mendVaultFile } from './vault/mend-vault-file.ts'
export type { VaultFacts } from './vault/vault-file.ts'
export {
  minimumPassphraseLength,
  newKeychainSecret,
  newKeyFileContent,
  newRecoveryCode,
  openKeySlot,
  type KeySecret,
  type KeySlot,
} from './vault/key-slots.ts'
export {
  addKeySlot,
  removeKeySlot,
  replaceKeySlots,
  testKeySlot,
  type SlotReplacement,
} from './vault/change-key-slots.ts'
export { keysOf } from './vault/vault-keys.ts'
export { rotateVaultKey, type RotatedVault } from './vault/rotate-vault-key.ts'
export { listSlotTests, removeSlotTest, saveSlotTest, type SlotTest } from './vault/slot-tests.ts'
export { claimingRemoval, readersOf, removingBackups, type BackupReader } from './vault/backup-readers.ts'
export { loadTombstone } from './vault/load-tombstone.ts'
export { forgetRemoval, listRemovals } from './vault/removals.ts'
export { putBackBackup, setAsideBackup } from './vault/set-aside-backup.ts'
export { endRemoval } from './vault/end-removal.ts'
export { mendRemovals } from './vault/mend-removals.ts'
export { withRoomForCleanUp } from './vault/room-for-clean-up.ts'
export { listManifest, listManifests, type ListedManifest } from './vault/list-manifests.ts'
export { sweepLeftovers, type SweepReport } from './vault/sweep-leftovers.ts'
export {
  decidingOnRegistrations,
  listRegistrations,
  removeRegistration,
  saveRegistration,
} from './vault/registrations.ts'
export { listPolicies, removePolicy, savePolicy } from './vault/policies.ts'
export { listSlotLedgers, saveSlotLedger } from './vault/slot-ledgers.ts'
export {
  changingAlerts,
  changingManyAlerts,
  listAlertIds,
  listAlerts,
  readAlert,
  removeAlert,
  saveAlert,
} from './vault/alerts.ts'
export { changeAccess, readAccess } from './vault/access-file.ts'
export { changeChannels, changingWhoIsTold, readChannels, type StoredChannel } from './vault/channels-file.ts'
export { openChannelSecret, sealChannelSecret, type SecretBinding } from './vault/channel-secret.ts'
export { copyTelling, makeTellingPlace } from './vault/copy-telling.ts'
export { tryWriting } from './vault/try-writing.ts'
export {
  escalationText,
  parseEscalation,
  readEscalation,
  revisionIn,
  saveEscalation,
} from './vault/escalation-file.ts'
export { readObjectives, saveObjectives } from './vault/objectives.ts'
export {
  addMessageRecord,
  addPastReport,
  listMessageRecords,
  listPastReports,
} from './vault/monitoring-lines.ts'
export { pauseSchedules, schedulesPaused } from './vault/schedules-paused.ts'
export { listKeepMarks, removeKeepMark, saveKeepMark } from './vault/keep-marks.ts'
export { drillBackup } from './drill/drill-backup.ts'
export { proveDetection, type DetectionRequest } from './drill/prove-detection.ts'
export type { DrillOutcome, DrillRequest } from './drill/drill-types.ts'
export {
  changingAssertions,
  listAssertions,
  readAssertions,
  removeAssertions,
  saveAssertions,
} from './vault/kept-assertions.ts'
export { listDrills, readDrill, saveDrill } from './vault/drill-records.ts'
export { listValidations, readValidation, removeValidation, saveValidation } from './vault/validations.ts'
export { replaceFile } from './vault/replace-file.ts'
export { publishBytes } from './vault/publish-file.ts'
export { inVault, manifestOf, pagesOf, payloadOf, vaultPaths } from './vault/layout.ts'
export { findLease, holdingLease, listLeases, takeLease, type Lease } from './vault/leases.ts'
export { isTaggedProcessAlive, newProcessTag } from './vault/process-tag.ts'
export { asVaultError, errnoOf, writingVault } from './vault/vault-faults.ts'
export { findDatabases, type FindOptions, type FoundInFolder } from './source/find-databases.ts'
export { inspectSource, type InspectedSource, type InspectOptions } from './source/inspect-source.ts'
