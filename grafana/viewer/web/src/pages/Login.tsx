import {Alert, Button, Input} from '@grafana/ui';
import {type FormEvent, useState} from 'react';
import {post} from '../data/api.ts';

/** Asks for the password and leaves the address alone, so that one is where one was. */
export function Login({onDone}: {onDone: () => void}) {
  const [user, setUser] = useState('admin');
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await post('/login', {user, password});
      onDone();
    } catch (failure) {
      setError((failure as Error).message);
    }
  };
  return (
    <div className="login">
      <form onSubmit={submit}>
        <h1><span className="logo" />platform <b>viewer</b></h1>
        <p className="muted">Dashboards of this stack. User and password are Grafana's: <code>./platform status</code> names them.</p>
        {error && <Alert title={error} severity="error" />}
        <label>User<Input value={user} onChange={it => setUser(it.currentTarget.value)} name="user" autoComplete="username" /></label>
        <label>Password<Input value={password} onChange={it => setPassword(it.currentTarget.value)} name="password" type="password" autoComplete="current-password" autoFocus /></label>
        <Button type="submit" fullWidth>Log in</Button>
      </form>
    </div>
  );
}
