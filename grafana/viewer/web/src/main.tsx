import {fillRegistries} from './data/grafana.ts';
import {createRoot} from 'react-dom/client';
import {App} from './App.tsx';
import './style.css';

fillRegistries();
createRoot(document.getElementById('root')!).render(<App />);
