# Without a token
curl -i -w '\n' http://127.0.0.1:8080/books  # → 200
curl -i -w '\n' http://127.0.0.1:8080/me  # → 401
curl -i -w '\n' http://127.0.0.1:8080/previews  # → 404
curl -i -w '\n' http://127.0.0.1:8080/me -H 'Authorization: Bearer one two'  # → 400
curl -i -w '\n' http://127.0.0.1:8080/.well-known/oauth-protected-resource  # → 200

# Log in, for a token (Bearer)
curl -i -w '\n' http://127.0.0.1:8080/login -d user=alice -d password=guess  # → 400
ALICE=$(curl -s http://127.0.0.1:8080/login -d user=alice -d password=alice-demo | cut -d '"' -f 4)  # → 200
BOB=$(curl -s http://127.0.0.1:8080/login -d user=bob -d password=bob-demo | cut -d '"' -f 4)  # → 200
CAROL=$(curl -s http://127.0.0.1:8080/login -d user=carol -d password=carol-demo | cut -d '"' -f 4)  # → 200

# Alice, a customer
curl -i -w '\n' http://127.0.0.1:8080/me -H "Authorization: Bearer $ALICE"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/books -H "Authorization: Bearer $ALICE"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/previews -H "Authorization: Bearer $ALICE"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/orders -H "Authorization: Bearer $ALICE" -H 'Content-Type: application/json' -d '{"book":1}'  # → 201
curl -i -w '\n' http://127.0.0.1:8080/sales -H "Authorization: Bearer $ALICE"  # → 403
curl -i -w '\n' http://127.0.0.1:8080/admin/users -H "Authorization: Bearer $ALICE"  # → 404
curl -i -w '\n' http://127.0.0.1:8080/no/such/path -H "Authorization: Bearer $ALICE"  # → 404

# Somebody else's order is not there for Alice, and neither is one that nobody made
curl -i -w '\n' http://127.0.0.1:8080/orders/1 -H "Authorization: Bearer $ALICE"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/orders/3 -H "Authorization: Bearer $ALICE"  # → 404
curl -i -w '\n' http://127.0.0.1:8080/orders/99 -H "Authorization: Bearer $ALICE"  # → 404
curl -i -w '\n' http://127.0.0.1:8080/users/carol/orders -H "Authorization: Bearer $ALICE"  # → 404

# Her first order is sent, and stays. She cancels the second; Bob, who packs them, may not
curl -i -w '\n' http://127.0.0.1:8080/orders/1 -H "Authorization: Bearer $ALICE" -X DELETE  # → 403
curl -i -w '\n' http://127.0.0.1:8080/orders/2 -H "Authorization: Bearer $BOB"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/orders/2 -H "Authorization: Bearer $BOB" -X DELETE  # → 403
curl -i -w '\n' http://127.0.0.1:8080/orders/2 -H "Authorization: Bearer $ALICE" -X DELETE  # → 204

# Who bought a book may review it
curl -i -w '\n' http://127.0.0.1:8080/books/2/reviews -H "Authorization: Bearer $ALICE" -H 'Content-Type: application/json' -d '{"text":"Wet."}'  # → 201
curl -i -w '\n' http://127.0.0.1:8080/books/2/reviews -H "Authorization: Bearer $BOB" -H 'Content-Type: application/json' -d '{"text":"Dry."}'  # → 403

# The stock of a branch is for those who work there, and for admins
curl -i -w '\n' http://127.0.0.1:8080/branches/harbour/stock -H "Authorization: Bearer $BOB"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/branches/market/stock -H "Authorization: Bearer $BOB"  # → 404
curl -i -w '\n' http://127.0.0.1:8080/branches/market/stock -H "Authorization: Bearer $CAROL"  # → 200

# Bob, an editor who sets prices
curl -i -w '\n' http://127.0.0.1:8080/sales -H "Authorization: Bearer $BOB"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/admin/users -H "Authorization: Bearer $BOB"  # → 404
curl -i -w '\n' http://127.0.0.1:8080/books/1 -H "Authorization: Bearer $BOB" -X DELETE  # → 403

# Carol, an admin who edits too
curl -i -w '\n' http://127.0.0.1:8080/admin/users -H "Authorization: Bearer $CAROL"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/sales -H "Authorization: Bearer $CAROL"  # → 403

# Bob's spreadsheet, with a password each time (Basic)
curl -i -w '\n' http://127.0.0.1:8080/reports/sales -u bob:bob-demo  # → 200
curl -i -w '\n' http://127.0.0.1:8080/reports/sales -u bob:guess  # → 401
curl -i -w '\n' http://127.0.0.1:8080/reports/sales -u alice:alice-demo  # → 403

# The till, with a password that does not travel (Digest): a challenge, then its answer
curl -i -w '\n' http://127.0.0.1:8080/till/float --digest -u till:till-demo  # → 200
curl -i -w '\n' http://127.0.0.1:8080/till/float --digest -u till:guess  # → 401

# Carol makes keys for partners, and has to log in with her PIN for it (step-up)
curl -i -w '\n' http://127.0.0.1:8080/keys -H "Authorization: Bearer $CAROL" -d partner=reading-circle  # → 401
CAROL=$(curl -s http://127.0.0.1:8080/login -d user=carol -d password=carol-demo -d pin=271828 | cut -d '"' -f 4)  # → 200
CIRCLE=$(curl -s http://127.0.0.1:8080/keys -H "Authorization: Bearer $CAROL" -d partner=reading-circle -d scope=feed:read | cut -d '"' -f 4)  # → 201
CHARTS=$(curl -s http://127.0.0.1:8080/keys -H "Authorization: Bearer $CAROL" -d partner=book-charts | cut -d '"' -f 4)  # → 201

# Partners, with their keys (ApiKey), and a route for people and partners (Bearer or ApiKey)
curl -i -w '\n' http://127.0.0.1:8080/feed -H "X-API-Key: $CIRCLE"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/feed -H "X-API-Key: $CHARTS"  # → 403
curl -i -w '\n' http://127.0.0.1:8080/bestsellers  # → 401
curl -i -w '\n' http://127.0.0.1:8080/bestsellers -H "X-API-Key: $CHARTS"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/bestsellers -H "Authorization: Bearer $ALICE"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/bestsellers -H "Authorization: Bearer $ALICE" -H "X-API-Key: $CHARTS"  # → 400

# Alice in a browser (Session): to the sign-in page, in, and out. Programs get a 401 instead
COOKIES=$(mktemp)
curl -i -w '\n' http://127.0.0.1:8080/account  # → 401
curl -i -w '\n' http://127.0.0.1:8080/account -H 'Accept: text/html'  # → 303
curl -i -w '\n' 'http://127.0.0.1:8080/sign-in?return_to=/account'  # → 200
curl -i -w '\n' http://127.0.0.1:8080/sign-in -c "$COOKIES" -d user=alice -d password=alice-demo -d return_to=/account  # → 303
CSRF=$(curl -s http://127.0.0.1:8080/account -b "$COOKIES" | grep csrf-token | cut -d '"' -f 4)  # → 200
curl -i -w '\n' http://127.0.0.1:8080/sign-out -b "$COOKIES" -c "$COOKIES" -X POST  # → 403
curl -i -w '\n' http://127.0.0.1:8080/sign-out -b "$COOKIES" -c "$COOKIES" -X POST -H "X-CSRF-Token: $CSRF"  # → 303
curl -i -w '\n' http://127.0.0.1:8080/account -b "$COOKIES"  # → 401

# Alice's wallet (DPoP): a token that is worth nothing without her key, and a proof of the key each time
prover() { cargo run -q -p onboarding --bin prover -- "$@"; }
export DPOP_KEY=$(prover new-key)
WALLET=$(curl -s http://127.0.0.1:8080/login -d user=alice -d password=alice-demo -d dpop_jkt=$(prover thumbprint) | cut -d '"' -f 4)  # → 200
curl -i -w '\n' http://127.0.0.1:8080/wallet -H "Authorization: DPoP $WALLET" -H "DPoP: $(prover proof GET http://127.0.0.1:8080/wallet "$WALLET")"  # → 200
curl -i -w '\n' http://127.0.0.1:8080/wallet -H "Authorization: DPoP $WALLET"  # → 401
curl -i -w '\n' http://127.0.0.1:8080/me -H "Authorization: Bearer $WALLET"  # → 401

# Alice logs out: her token is good no more (revocation)
curl -i -w '\n' http://127.0.0.1:8080/logout -H "Authorization: Bearer $ALICE" -X POST  # → 204
curl -i -w '\n' http://127.0.0.1:8080/me -H "Authorization: Bearer $ALICE"  # → 401
