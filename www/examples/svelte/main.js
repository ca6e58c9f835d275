import { mount } from 'svelte';
import App from './App.svelte';
import 'xai-viewer/xai-viewer';

mount(App, { target: document.querySelector('main') });
