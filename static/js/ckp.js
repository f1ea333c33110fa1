// The script of every page. Pages work without it; each part below adds one convenience.
import { startAutosave } from "./autosave.js";
import { startCopying } from "./copy.js";
import { startDisplay } from "./display.js";
import { startKeeping } from "./keep.js";
import { startLogin } from "./login.js";
import { startMentions } from "./mentions.js";
import { startMenus } from "./menus.js";
import { startScores } from "./scores.js";
import { startPicks } from "./picks.js";
import { startReveals } from "./reveal.js";
import { startFreshTokens } from "./session.js";
import { startSwaps } from "./swaps.js";
import { startUploads } from "./upload.js";

startSwaps();
startDisplay();
startMenus();
startLogin();
startScores();
startUploads();
startPicks();
startMentions();
startReveals();
startFreshTokens();
startAutosave();
startKeeping();
startCopying();
