import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './window-styles.ts'

import { connect, LinkError } from '../link/connect.ts'
import { mountFailure, mountWindow } from './mount-window.tsx'

const place = document.getElementById('window')
if (place !== null) {
  connect().then(
    (connection) => mountWindow(place, connection),
    (error: unknown) => mountFailure(place, error instanceof LinkError ? error.failure : 'UNREACHABLE'),
  )
}
