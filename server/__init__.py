"""What wraps every response: who gets in, what is logged, headers, assets, the HTML shell."""
