/** Some text as the body of a notification where that is markup (Desktop Notifications, 1.2): it is read as it stands, and nothing of it is a link. */
export function asNotificationMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
