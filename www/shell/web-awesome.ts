// The widgets of the shell, those of Web Awesome that the app uses; `loadWidgets` fetches them.
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import '@awesome.me/webawesome/dist/components/tab/tab.js';
import '@awesome.me/webawesome/dist/components/tab-group/tab-group.js';
import '@awesome.me/webawesome/dist/components/tab-panel/tab-panel.js';
import '@awesome.me/webawesome/dist/components/toast/toast.js';
import '@awesome.me/webawesome/dist/components/toast-item/toast-item.js';
import '@awesome.me/webawesome/dist/translations/de.js';
import zh from '@awesome.me/webawesome/dist/translations/zh-cn.js';
import { registerTranslation } from '@awesome.me/webawesome/dist/utilities/localize.js';
import { registerIcons } from './icons.ts';

registerIcons();

// The page names its script, not a country.
registerTranslation({ ...zh, $code: 'zh' });
