"""What wraps every response: compressed assets, headers, the HTML shell, closed endpoints."""
