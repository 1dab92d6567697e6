import { App } from './desk/app';
import './ui/desk.css';

const root = document.getElementById('app');
if (root) void new App(root).start();
