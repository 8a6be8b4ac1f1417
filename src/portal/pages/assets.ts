import { readAsset } from '../../surveys/answering/pages/assets.ts'

/** What the portal has beside the public pages' own stylesheet and script, read once at start. */
export const portalCss = readAsset(new URL('./portal.css', import.meta.url), '/portal/assets')
export const portalJs = readAsset(new URL('./portal.js', import.meta.url), '/portal/assets')
