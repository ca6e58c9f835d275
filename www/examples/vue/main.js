import { createApp } from 'vue';
import App from './App.vue';
import 'xai-viewer/xai-viewer';

createApp(App).mount('main');
