import { render } from 'preact';

const root = document.querySelector('#app');
if (root) render(<h1>Kinopolka</h1>, root);
